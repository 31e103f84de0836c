'use strict';
// Every verb that we write, as ours and as Twilio's package makes it: [name, verbs, made by VoiceResponse].

const ringing = { url: '/whisper?a=1&b=2', method: 'GET', statusCallback: '/st', statusCallbackEvent: ['initiated', 'answered'], statusCallbackMethod: 'POST' };
const detection = {
  machineDetection: 'DetectMessageEnd', machineDetectionTimeout: 10, machineDetectionSpeechThreshold: 2000,
  machineDetectionSpeechEndThreshold: 900, machineDetectionSilenceTimeout: 4000, amdStatusCallback: '/amd', amdStatusCallbackMethod: 'POST',
};
const recorded = { recordingStatusCallback: '/rec', recordingStatusCallbackEvent: ['in-progress', 'completed'], recordingStatusCallbackMethod: 'POST' };
const conference = {
  muted: false, startConferenceOnEnter: true, endConferenceOnExit: true, beep: 'onEnter', waitUrl: '', waitMethod: 'GET', maxParticipants: 3,
  record: 'record-from-start', region: 'br1', coach: 'CA1', participantLabel: 'agent', trim: 'trim-silence',
  statusCallback: '/conf', statusCallbackEvent: ['start', 'join', 'leave'], statusCallbackMethod: 'POST', ...recorded,
};
const dial = {
  action: '/dial', method: 'POST', timeout: 15, timeLimit: 3600, callerId: '+15551112222', answerOnBridge: true, hangupOnStar: false,
  sequential: true, ringTone: 'br', record: 'record-from-answer-dual', trim: 'do-not-trim', recordingTrack: 'both', ...recorded,
};
const gather = {
  input: ['dtmf', 'speech'], action: '/g', method: 'POST', numDigits: 1, timeout: 4, finishOnKey: '', speechTimeout: 'auto', language: 'pt-BR',
  hints: 'sim, não', speechModel: 'phone_call', enhanced: true, profanityFilter: false, actionOnEmptyResult: true, bargeIn: true,
  partialResultCallback: '/p', partialResultCallbackMethod: 'POST',
};
const record = { action: '/r', method: 'POST', timeout: 5, maxLength: 120, finishOnKey: '#', playBeep: true, trim: 'trim-silence', transcribe: false, transcribeCallback: '/t', ...recorded };
const enqueue = { action: '/q', method: 'POST', waitUrl: '/wait', waitUrlMethod: 'GET', maxQueueSize: 50 };
const stream = { url: 'wss://example.com/ws', name: 's1', track: 'inbound_track', statusCallback: '/ss', statusCallbackMethod: 'POST' };
const hard = 'Olá & <até> "já" \'x\' ]]> 👍\té\r\nfim ';

const parameters = (parent, given) => Object.entries(given).forEach(([name, value]) => parent.parameter({ name, value }));

module.exports = [
  ['nothing', [], () => {}],
  ['say', [{ kind: 'say', text: hard, voice: 'Polly.Camila', language: 'pt-BR', loop: 2 }], (r) => r.say({ voice: 'Polly.Camila', language: 'pt-BR', loop: 2 }, hard)],
  ['play', [{ kind: 'play', url: 'https://e.x/a.mp3?x=1&y=2', loop: 0 }, { kind: 'play', digits: 'ww12#' }], (r) => { r.play({ loop: 0 }, 'https://e.x/a.mp3?x=1&y=2'); r.play({ digits: 'ww12#' }); }],
  ['pause', [{ kind: 'pause', length: 2 }, { kind: 'pause' }], (r) => { r.pause({ length: 2 }); r.pause(); }],
  ['gather', [{ kind: 'gather', ...gather, prompts: [{ kind: 'say', text: hard }, { kind: 'play', url: '/a.mp3' }, { kind: 'pause', length: 1 }] }], (r) => {
    const made = r.gather(gather);
    made.say(hard);
    made.play('/a.mp3');
    made.pause({ length: 1 });
  }],
  ['number', [{ kind: 'dial', ...dial, targets: [{ kind: 'number', number: '+5518997751234', ...ringing, ...detection, sendDigits: 'w1', byoc: 'BY1' }] }], (r) => r.dial(dial).number({ ...ringing, ...detection, sendDigits: 'w1', byoc: 'BY1' }, '+5518997751234')],
  ['client', [{ kind: 'dial', targets: [{ kind: 'client', identity: 'a & b', ...ringing }, { kind: 'client', identity: 'josé', parameters: { Name: hard } }] }], (r) => {
    const made = r.dial();
    made.client(ringing, 'a & b');
    const client = made.client();
    client.identity('josé');
    parameters(client, { Name: hard });
  }],
  ['sip', [{ kind: 'dial', targets: [{ kind: 'sip', uri: 'sip:1001@pbx.example?x-a=1&x-b=2', username: 'u', password: 'p"<', ...ringing, ...detection }] }], (r) => r.dial().sip({ username: 'u', password: 'p"<', ...ringing, ...detection }, 'sip:1001@pbx.example?x-a=1&x-b=2')],
  ['conference', [{ kind: 'dial', targets: [{ kind: 'conference', name: 'room & 1', ...conference }] }], (r) => r.dial().conference(conference, 'room & 1')],
  ['queue', [{ kind: 'dial', targets: [{ kind: 'queue', name: 'suporte', url: '/about', method: 'POST', reservationSid: 'WR1', postWorkActivitySid: 'WA1' }] }], (r) => r.dial().queue({ url: '/about', method: 'POST', reservationSid: 'WR1', postWorkActivitySid: 'WA1' }, 'suporte')],
  ['record', [{ kind: 'record', ...record }], (r) => r.record(record)],
  ['enqueue', [{ kind: 'enqueue', name: 'suporte', ...enqueue }], (r) => r.enqueue(enqueue, 'suporte')],
  ['task', [{ kind: 'enqueue', workflowSid: 'WW1', ...enqueue, task: { attributes: '{"name":"José & co"}', priority: 5, timeout: 300 } }], (r) => r.enqueue({ workflowSid: 'WW1', ...enqueue }).task({ priority: 5, timeout: 300 }, '{"name":"José & co"}')],
  ['ends', [{ kind: 'leave' }, { kind: 'redirect', url: '/a?x=1&y=2', method: 'POST' }, { kind: 'hangup' }], (r) => { r.leave(); r.redirect({ method: 'POST' }, '/a?x=1&y=2'); r.hangup(); }],
  ['reject', [{ kind: 'reject', reason: 'busy' }], (r) => r.reject({ reason: 'busy' })],
  ['connect', [{ kind: 'connect', action: '/after', method: 'POST', stream: { ...stream, parameters: { k: hard } } }], (r) => parameters(r.connect({ action: '/after', method: 'POST' }).stream(stream), { k: hard })],
  ['start and stop', [{ kind: 'start', stream: { ...stream, track: 'both_tracks' } }, { kind: 'start', recording: { channels: 'dual', track: 'both', trim: 'trim-silence', ...recorded } }, { kind: 'stop', stream: 's1' }], (r) => {
    r.start().stream({ ...stream, track: 'both_tracks' });
    r.start().recording({ channels: 'dual', track: 'both', trim: 'trim-silence', ...recorded });
    r.stop().stream({ name: 's1' });
  }],
];
