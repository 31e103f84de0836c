// Signs bodies as Meta does, with GitHub's own code for the same scheme; prints them as JSON.
import { sign, verify } from "@octokit/webhooks-methods";

const secret = "0123456789abcdef0123456789abcdef";
const bodies = [
  '{"object":"whatsapp_business_account","entry":[]}',
  '{"text":"ol\\u00e1 \\ud83d\\udc4d https:\\/\\/x.y"}',
  '{"text":"olá 👍"}\n',
];
const rows = [];
for (const body of bodies) {
  const signature = await sign(secret, body);
  if (!(await verify(secret, body, signature))) throw new Error("the judge contradicts itself");
  rows.push({ secret, body, signature });
}
console.log(JSON.stringify(rows));
