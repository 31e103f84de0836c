// Made by lib/generate-types.js from the table of operations; not edited by hand.

/** What a caller can do about a failure. */
export type ErrorCode =
  | 'invalid_argument' | 'not_found' | 'already_exists' | 'failed_precondition' | 'conflict' | 'unavailable'
  | 'timeout' | 'rate_limited' | 'in_doubt' | 'unauthorized' | 'corrupt' | 'unsupported' | 'internal';

/** Every failure of the library: an Error with these members. */
export interface SmartHandoffError extends Error {
  readonly name: 'SmartHandoffError';
  readonly code: ErrorCode;
  /** The same request may succeed later. */
  readonly retryable: boolean;
  readonly details: Readonly<Record<string, string>>;
}

/** An exact amount. */
export interface Money {
  amount: string;
  currency: string;
}

export interface CallOptions {
  /** The same id and request within 24 h get the first answer. */
  requestId?: string;
  /** Milliseconds to wait for an awaited operation; the work goes on. Default 60000. */
  timeout?: number;
}

/** Something that happened. */
export interface Event {
  /** Increases in commit order; a cursor is the last position handled. */
  position: string;
  tenant: string;
  topic: string;
  entity: string;
  version: number;
  payload: Record<string, unknown>;
  at: Date;
}

/** One message on its way. */
export interface SendRequest {
  tenant: string;
  channelId: string;
  /** Ours. */
  messageId: string;
  /** The recipient as the service calls it: digits, or a user id. */
  to: string;
  toUserId: boolean;
  content: Content;
  /** The service's id of the message it answers; may be empty. */
  answers: string;
  expiresAt: Date;
}

/** What became of it. */
export interface SendResult {
  /** `retry`: certainly not sent. `in_doubt`: perhaps sent, never repeated. */
  outcome: 'accepted' | 'refused' | 'retry' | 'in_doubt';
  peerId?: string;
  peerAddress?: string;
  failure?: { kind: FailureKind; code?: number; detail?: string };
  /** Of `retry`: ms. */
  retryAfter?: number | null;
  counts?: boolean;
}

export interface MessengerTemplate {
  name: string;
  language: string;
  status?: TemplateStatus;
  category?: TemplateCategory;
  body?: string;
  reason?: string;
}

type Later<T> = T | Promise<T>;

/** A service's id of the message, what became of it, or nothing: taken. An error with one of our codes says what
 *  it means (`unavailable`: not sent); any other leaves the message in doubt. */
export type Send = (request: SendRequest) => Later<SendResult | string | null | void>;

/** A messenger written by the host, for channels without an access token. */
export interface Messenger {
  send: Send;
  markRead?(request: { tenant: string; channelId: string; peerId: string; typing: boolean }): Later<void>;
  listTemplates?(request: { tenant: string; channelId: string }): Later<MessengerTemplate[]>;
}

export interface EngineOptions {
  /**
   * "sqlite:///relative.db", "sqlite:////absolute.db", "sqlite://:memory:" (the default) or
   * "postgresql://user:password@host:port/database".
   */
  store?: string;
  telephony?: FreeSwitch | Twilio | SimulatedPbx | null;
  messenger?: Messenger | Send | null;
  /** Milliseconds for one call of it, 100-25000; default 10000. */
  messengerTimeout?: number;
  /** Connections for reads, 1 to 64 (2). */
  readers?: number;
  /** PostgreSQL: operations under way at the same time, 1 to 64 (4). */
  pgConnections?: number;
  maxQueuedOperations?: number;
  maxAwaiters?: number;
  connectPatience?: number;
  closeLimit?: number;
  /** What credentials are encrypted with, oldest first: 32 bytes each, as 64 hex digits or base64. */
  encryptionKeys?: { id: string; key: string }[];
  /** Of a double of Twilio's REST API, e.g. `TwilioDouble`'s `url()`; default: Twilio itself. */
  twilioUrl?: string;
  /** The database of a FusionPBX beside the phone system: "postgresql://user:password@host:port/fusionpbx". */
  fusionpbx?: string;
  /** Of extensions for which none is given; without it the only one that FusionPBX has. */
  fusionpbxDomain?: string;
  /** Milliseconds for one question; default 1500. */
  fusionpbxTimeout?: number;
  /** Milliseconds between looks at the destinations; default 30000, at least 1000. */
  fusionpbxRefresh?: number;
  manual?: boolean;
  now?: Date;
}

export interface EngineHealth {
  store: string;
  telephony: { state: 'connecting' | 'connected' | 'lost' | 'refused' | 'stopped'; detail: string };
  /** Of the FusionPBX's database; null without one. */
  directory: { state: 'connecting' | 'connected' | 'lost' | 'refused' | 'stopped'; detail: string } | null;
  queuedOperations: number;
  jobsWaiting: number;
  jobsLeased: number;
  jobsLate: number;
  jobsDead: number;
  oldestDue: Date | null;
  channelsActive: number;
  channelsError: number;
  unknownWebhooks: number;
}

/** An open store with everything that works on it. */
export class Engine {
  private constructor();
  static open(options?: EngineOptions): Promise<Engine>;
  /** Touches no store and waits for nothing. */
  tenant(id: string, options?: { user?: string | null; role?: Role }): Tenant;
  health(): Promise<EngineHealth>;
  /** A consistent copy while in use; `path` must not exist. */
  backup(path: string): Promise<void>;
  events(options?: { tenant?: string; cursor?: string; limit?: number }): Promise<{ events: Event[]; next: string }>;
  /** Calls `listener` for each event committed from now on; the function it answers ends that. */
  subscribe(listener: (event: Event) => void, options?: { tenant?: string; topic?: string }): () => void;
  /** Manual engines: runs everything due up to `now`. */
  step(now: Date): number;
  close(): Promise<void>;
}

/** One tenant, seen by one user. */
export class Tenant {
  private constructor();
  readonly id: string;
  readonly understand: UnderstandOperations;
  readonly documents: DocumentsOperations;
  readonly tenants: TenantsOperations;
  readonly agents: AgentsOperations;
  readonly gate: GateOperations;
  readonly optOuts: OptOutsOperations;
  readonly wrongPersons: WrongPersonsOperations;
  readonly contacts: ContactsOperations;
  readonly retention: RetentionOperations;
  readonly destinations: DestinationsOperations;
  readonly secretaries: SecretariesOperations;
  readonly handoffs: HandoffsOperations;
  readonly extensions: ExtensionsOperations;
  readonly callbacks: CallbacksOperations;
  readonly tickets: TicketsOperations;
  readonly channels: ChannelsOperations;
  readonly templates: TemplatesOperations;
  readonly messages: MessagesOperations;
  readonly messaging: MessagingOperations;
  readonly numbers: NumbersOperations;
  readonly calls: CallsOperations;
  readonly recordings: RecordingsOperations;
  readonly lines: LinesOperations;
  readonly phoneAccounts: PhoneAccountsOperations;
  readonly alertTargets: AlertTargetsOperations;
  readonly voice: VoiceOperations;
  readonly taskrouter: TaskrouterOperations;
  readonly twilio: TwilioOperations;
  readonly whatsapp: WhatsappOperations;
  readonly jobs: JobsOperations;
  readonly openapi: OpenapiOperations;
}

export interface FreeSwitchOptions {
  host?: string;
  port?: number;
  password: string;
  user?: string;
  domain?: string;
  assistantExtension?: string;
  assistantContext?: string;
  music?: string;
  speechEngine?: string;
  speechVoice?: string;
  speechVoices?: Record<string, string>;
  recordingFolder?: string;
  dndVariable?: string;
  detectBeep?: boolean;
  keepAssistantLeg?: boolean;
  /** Milliseconds, as all that follow but the last. */
  commandTimeout?: number;
  dndTimeout?: number;
  answeredTimeout?: number;
  playTimeout?: number;
  presenceRefresh?: number;
  staleAfter?: number;
  reconnectMin?: number;
  reconnectMax?: number;
  maxQueued?: number;
  /** Whether Do Not Disturb is on; anything but true and false means "cannot tell". */
  dnd?: (extension: string, domain: string) => boolean | null | Promise<boolean | null>;
}

/** How a FreeSWITCH is reached over its Event Socket. */
export class FreeSwitch {
  constructor(options: FreeSwitchOptions);
}

export interface TwilioAccount {
  accountSid: string;
  /** The account's; or `keySid` and `keySecret`. */
  authToken?: string;
  keySid?: string;
  keySecret?: string;
  edge?: string;
  region?: string;
  /** In place of Twilio's hosts, e.g. a double's. */
  baseUrl?: string;
  callsPerSecond?: number;
  /** Milliseconds, as `timeout`, `connectTimeout`, `firstRetry` and `longestRetry`. */
  longestWait?: number;
  timeout?: number;
  connectTimeout?: number;
  retries?: number;
  firstRetry?: number;
  longestRetry?: number;
}

export interface TwilioOptions {
  account: TwilioAccount;
  /** Where Twilio reaches the host; requests to it and below are for `webhook`. */
  publicUrl: string;
  /** E.164, of the account: shown when a person is rung. */
  number: string;
  webhookToken?: string;
  extensionAddress?: string;
  domain?: string;
  assistantStream?: string;
  musicUrl?: string;
  voices?: Record<string, string>;
  detectMachines?: boolean;
  answeredTimeout?: number;
  /** What is known of an agent; undefined and null: nothing. */
  presence?: (extension: string, domain: string) =>
    ExtensionState | null | undefined | Promise<ExtensionState | null | undefined>;
}

/** An account of Twilio as a phone system. */
export class Twilio {
  constructor(options: TwilioOptions);
  /** A request of Twilio's, with its raw body; what to answer. Throws before an engine was opened with this. */
  webhook(request: { method?: string; url: string; headers: Record<string, string>; body?: string | Uint8Array }):
    { status: number; contentType: string; body: string };
}

export type Behaviour =
  | 'answers' | 'busy' | 'no_answer' | 'declines' | 'dnd_480' | 'dnd_486' | 'dnd_603' | 'offline' | 'stale' | 'silent'
  | 'early_media_answers' | 'early_media_busy' | 'voicemail' | 'not_found' | 'unavailable';

export interface Phone {
  extension: string;
  behaviour?: Behaviour;
  after?: number | null;
  dropsAfter?: number | null;
  presses?: string;
  pressesAfter?: number;
  gateway?: string;
  callWaiting?: boolean;
  variables?: Record<string, string>;
}

export interface SimulatedCall {
  call: string;
  caller: string;
  to: string;
  active: boolean;
  parked: boolean;
  hears: string;
  talkingTo: string;
  hangupCause: string;
}

export interface SimulatedLogEntry {
  at: Date;
  kind: string;
  id: string;
  party: string;
  text: string;
}

export interface Faults {
  refuseConnections?: boolean;
  rejectByAcl?: boolean;
  stopAnswering?: boolean;
  delay?: number;
  bytesAtOnce?: number;
  duplicate?: number;
  drop?: number;
  recordingFails?: boolean;
  missingFiles?: string[];
}

/** A PBX in memory, for tests and demos. */
export class SimulatedPbx {
  constructor(options?: { domain?: string; seed?: number; now?: Date | null; heartbeat?: number });
  addPhone(phone: Phone): void;
  addStandardPhones(): void;
  addGateway(name: string): void;
  addExtension(extension: { number: string; actions: string[] }): void;
  scriptCalls(extension: string, calls: Phone[]): void;
  setRegistered(extension: string, registered: boolean): void;
  setVariable(extension: string, name: string, value: string): void;
  placeCall(call?: { caller?: string; callerName?: string; to?: string }): string;
  hangUpCall(call: string): void;
  hangUpPhone(extension: string): void;
  pressKeys(id: string, keys: string): void;
  calls(): SimulatedCall[];
  log(): SimulatedLogEntry[];
  start(): void;
  step(now: Date): void;
  stop(): void;
  /** Serves the Event Socket protocol on 127.0.0.1; answers the port. */
  listen(port?: number, password?: string): number;
  setFaults(faults?: Faults): void;
  dropConnections(midFrame?: boolean): void;
  restoreConnections(): void;
}

export namespace esl {
  /** One frame of the Event Socket protocol; its parts are made when they are read. */
  class Frame {
    private constructor();
    readonly contentType: string;
    readonly headers: Record<string, string>;
    readonly body: Buffer;
    /** Of an event: name to decoded value. */
    readonly event: Record<string, string> | undefined;
    readonly eventBody: Buffer | undefined;
    /** One decoded value of an event, without making the others. */
    get(name: string): string | undefined;
  }

  /** Bytes to frames, however they are cut. */
  class Decoder {
    constructor(options?: { maxFrameBytes?: number });
    feed(bytes: Uint8Array): Frame[];
  }
}

/** The pure functions without a tenant's defaults. */
export const understand: UnderstandOperations;
export const documents: DocumentsOperations;
export const openapi: OpenapiOperations;
export const twilio: TwilioOperations;
export const whatsapp: WhatsappOperations;

export interface TwilioPerson {
  /** "+5518997751234", "client:ana", "sip:1001@pbx.example"; "*": every other number. */
  number: string;
  behaviour?: 'answers' | 'busy' | 'no_answer' | 'declines' | 'voicemail' | 'failed';
  /** Milliseconds of ringing, as all times here. */
  after?: number;
  hangsUpAfter?: number | null;
  /** At each Gather, one after the other: keys, or words; empty: nothing. */
  replies?: string[];
  repliesAfter?: number;
  speaksFor?: number;
  detection?: string | null;
}

export interface TwilioCallState {
  callSid: string;
  parentCallSid: string;
  accountSid: string;
  fromNumber: string;
  toNumber: string;
  direction: string;
  status: string;
  hears: string;
  talkingTo: string;
  queue: string;
  answeredBy: string;
}

export type TwilioRequestFailure = 'none' | 'too_many' | 'error_before' | 'error_done' | 'silence_before' | 'silence_done'
  | 'half_answer' | 'hangs_up_before' | 'hangs_up_done';
export type TwilioCallbackFailure = 'none' | 'lost' | 'doubled' | 'late' | 'swapped';

/** Twilio in memory, for tests and demos. */
export class TwilioDouble {
  constructor(options?: {
    accountSid?: string;
    authToken?: string;
    numbers?: string[];
    applicationUrl?: string;
    seed?: number;
    now?: Date | null;
    callsPerSecond?: number;
    webhookTimeout?: number;
    speechPerCharacter?: number;
    playLength?: number;
    recordingProcessing?: number;
    forbiddenPrefixes?: string[];
  });
  addPerson(person: TwilioPerson): void;
  scriptCalls(number: string, calls: TwilioPerson[]): void;
  addNumber(number: {
    number: string;
    accountSid?: string;
    voiceUrl?: string;
    voiceMethod?: string;
    voiceFallbackUrl?: string;
    statusCallback?: string;
    smsUrl?: string;
    friendlyName?: string;
  }): string;
  addAvailableNumber(number: string): void;
  /** Somebody calls one of our numbers; answers the call's sid. */
  call(from: string, to: string): string;
  hangUp(callOrNumber: string): void;
  pressKeys(call: string, keys: string): void;
  speak(call: string, words: string): void;
  sendMessage(from: string, to: string, body: string): string;
  endStream(call: string): void;
  offerTask(task: string, workerAttributes: string, url: string): string;
  calls(): TwilioCallState[];
  log(): SimulatedLogEntry[];
  start(): void;
  /** Settled when all that is due has happened, webhooks answered. */
  step(now: Date): Promise<void>;
  stop(): void;
  /** Serves the REST API on 127.0.0.1; answers the port. */
  listen(port?: number): number;
  /** "http://127.0.0.1:41234", or empty. */
  url(): string;
  setFaults(faults?: { lose?: number; repeat?: number; late?: number; swap?: number; requests?: number; delay?: number }): void;
  failRequests(next: TwilioRequestFailure[]): void;
  failCallbacks(next: TwilioCallbackFailure[]): void;
}


/** A number as typed or said. */
export interface UnderstandPhone {
  /** the words, at most 4096 bytes */
  text: string;
  /** ISO 3166-1 alpha-2; the tenant's, else BR */
  defaultRegion?: string | null;
  /** for numbers without one; the tenant's */
  defaultAreaCode?: string | null;
}

/** What was understood of a number. */
export interface PhoneUnderstanding {
  /** whether it can be used */
  status: PhoneStatus;
  /** absent when valid */
  reason: PhoneReason | null;
  /** canonical, for PhoneNumber::from_e164; only when valid */
  e164: string | null;
  /** canonical; only when confirmation is needed */
  suggestion: string | null;
  /** of `e164` or `suggestion` */
  type: PhoneType | null;
  /** false: may be stored or shown, never dialled as a callback */
  callbackAllowed: boolean;
  /** the default area code was added: say the number back */
  dddAssumed: boolean;
  /** trunked radio of Brazil, 8 digits for ever */
  legacy: boolean;
  /** cannot be called from abroad */
  nationalOnly: boolean;
  /** well formed, but the area code is in no table */
  unknownNpa: boolean;
  /** of the area code, e.g. 'FL', 'SP' */
  state: string | null;
  /** the digits exactly as WhatsApp sent them */
  waId: string | null;
  /** the digits after 'ramal' or 'ext.' */
  extension: string | null;
  /** all digits heard, in order */
  digits: string;
}

/** Whether a number can be used. */
export type PhoneStatus = 'valid' | 'needs_confirmation' | 'invalid';

/** Why a number is not simply valid. */
export type PhoneReason = 'format' | 'missing_ddd' | 'missing_area_code' | 'unknown_ddd' | 'unknown_area_code' | 'unknown_country' | 'missing_ninth_digit' | 'exchange_code' | 'short_code' | 'too_short' | 'too_long' | 'split_teen' | 'self_correction';

/** What kind of line a number reaches. */
export type PhoneType = 'mobile' | 'landline' | 'fixed_or_mobile' | 'toll_free' | 'premium' | 'national_rate' | 'shared_cost' | 'voip' | 'personal' | 'other';

/** When to call, as said or typed. */
export interface UnderstandTime {
  /** the words, at most 4096 bytes */
  text: string;
  /** the instant at which they were said */
  now: Date;
  /** IANA zone; the tenant's, else America/Sao_Paulo */
  zone?: string | null;
  /** pt-BR or en-US; the tenant's, else pt-BR */
  language?: string | null;
}

/** What was understood of a time; local times are in the zone of the request. */
export interface TimeUnderstanding {
  /** what kind of time was said */
  kind: TimeKind;
  /** book it, read it back, or ask */
  treatment: TimeTreatment;
  /** why it is invalid */
  reason: TimeReason | null;
  /** what was added to the words */
  inferred: TimeInference | null;
  /** `later` when a later, unnamed time was wanted */
  intent: Intent | null;
  /** no default calling window is open then */
  outsideHours: boolean;
  /** kind instant: local time, e.g. 2026-01-16T14:30 */
  local: string | null;
  /** kind instant: the instant */
  utc: Date | null;
  /** kind ambiguous: the readings, local */
  localCandidates: string[];
  /** kind ambiguous: the readings */
  utcCandidates: Date[];
  /** kind window: its begin, local */
  localFrom: string | null;
  /** kind window: its end, local */
  localTo: string | null;
  /** kind window: its begin */
  utcFrom: Date | null;
  /** kind window: its end */
  utcTo: Date | null;
}

/** What kind of time was said. */
export type TimeKind = 'asap' | 'instant' | 'window' | 'ambiguous' | 'unspecified' | 'invalid';

/** What to do with a time that was said. */
export type TimeTreatment = 'schedule' | 'confirm' | 'ask';

/** Why a time is invalid. */
export type TimeReason = 'no_such_date' | 'no_such_time' | 'ambiguous_time' | 'hour_out_of_range' | 'minute_out_of_range' | 'past_time';

/** What was added to the words to reach the time. */
export type TimeInference = 'pm' | 'next_day' | 'next_week' | 'next_month' | 'next_year';

/** What the speaker wants. */
export type Intent = 'use_caller_id' | 'other_number' | 'yes' | 'no' | 'later' | 'cancel' | 'wants_human' | 'opt_out' | 'wrong_person';

/** An answer as said or typed. */
export interface UnderstandIntent {
  /** the words, at most 4096 bytes */
  text: string;
  /** the question it answers */
  context?: IntentContext | null;
  /** pt-BR or en-US; the tenant's, else pt-BR */
  language?: string | null;
}

/** The question that an utterance answers. */
export type IntentContext = 'general' | 'confirm_number' | 'offer_callback' | 'confirm_time' | 'outbound_pitch';

/** What the speaker wants. */
export interface IntentUnderstanding {
  /** absent: not understood, ask again */
  intent: Intent | null;
  /** 'quero cancelar': ask what (the callback or the contract) */
  clarify: boolean;
  /** what else was in the utterance */
  entities: IntentEntities;
}

/** What else was in the utterance. */
export interface IntentEntities {
  /** a valid number that was named */
  e164: string | null;
}

/** A document as typed. */
export interface ParseDocument {
  /** text */
  text: string;
  /** absent: either, told by its length */
  type?: DocumentKind | null;
}

/** A person's or a company's taxpayer number. */
export type DocumentKind = 'cpf' | 'cnpj';

/** What was understood of a document. */
export interface DocumentParse {
  /** the check digits are right */
  valid: boolean;
  /** which of the two it is */
  type: DocumentKind | null;
  /** why it is not valid */
  reason: DocumentReason | null;
  /** the form to store; only when valid */
  canonical: string | null;
  /** with its punctuation; only when valid */
  formatted: string | null;
  /** for logs and screens; only when valid */
  masked: string | null;
  /** of a valid CNPJ */
  alphanumeric: boolean | null;
  /** the check digits that would be right */
  expectedDv: string | null;
  /** 123.456.789-09: valid, but what everybody types in tests */
  testValue: boolean;
}

/** Why a text is not a document. */
export type DocumentReason = 'format' | 'check_digits' | 'repeated';

/** Asks for the tenant's profile. */
export interface GetTenant {

}

/** What every text, parse and rule takes from the tenant. */
export interface TenantProfile {
  /** the host's own id of the tenant */
  id: string;
  /** default: the id */
  companyName: string;
  /** as shown to customers; empty: left out */
  servicePhone: string;
  /** http or https; may be empty */
  logoUrl: string;
  /** CSS hex, e.g. #1f6feb */
  colour: string;
  /** pt-BR or en-US */
  language: string;
  /** IANA name, e.g. America/Sao_Paulo */
  zone: string;
  /** ISO 3166-1 alpha-2, for numbers typed without a country */
  defaultRegion: string;
  /** for numbers typed without one; empty: asked */
  defaultAreaCode: string;
  /** whom a caller gets who wants anybody; empty: asked whom */
  defaultDestinationId: string;
  /** may be empty */
  defaultQueueId: string;
  /** empty: the default channel, else the only one */
  defaultChannelId: string;
  /** days and local hours, e.g. `mon-fri 09:00-12:00,13:00-18:00; sat 09:00-13:00` */
  openingHours: string;
  /** transfer unattended; a failed one becomes a ticket */
  blindTransfer: boolean;
  /** how customers are dialled */
  trunk: Trunk;
  /** by which the outside finds the tenant */
  identities: TenantIdentity[];
  /** replacements of texts */
  texts: TextOverride[];
}

/** How a tenant's own customer legs leave the PBX. */
export interface Trunk {
  /** the PBX's gateway name; empty: no customer can be dialled */
  gateway?: string | null;
  /** how numbers are dialled */
  numberFormat?: NumberFormat | null;
  /** the two digits of `0 + carrier`, for zero_carrier */
  carrier?: string | null;
}

/** How a customer's number is written for the trunk. */
export type NumberFormat = 'e164' | 'national' | 'zero_carrier';

/** A name by which the outside world finds a tenant. */
export interface TenantIdentity {
  /** pbx_domain, dialled_number, phone_number_id, page_id, instagram_id, evolution_instance, twilio_account or taskrouter_workspace */
  kind: string;
  /** belongs to one tenant only */
  value: string;
}

/** A tenant's replacement for one text of the catalogue. */
export interface TextOverride {
  /** a key of the catalogue, e.g. handoff.busy */
  key: string;
  /** pt-BR or en-US */
  language: string;
  /** may use the key's placeholders, e.g. {name} */
  text: string;
}

/** Replaces the given members of the profile; the others stay. */
export interface UpdateTenant {
  /** 1 to 100 bytes */
  companyName?: string | null;
  /** as shown to customers; empty: left out */
  servicePhone?: string | null;
  /** http or https; may be empty */
  logoUrl?: string | null;
  /** CSS hex, e.g. #1f6feb */
  colour?: string | null;
  /** pt-BR or en-US */
  language?: string | null;
  /** IANA name, e.g. America/Sao_Paulo */
  zone?: string | null;
  /** ISO 3166-1 alpha-2 */
  defaultRegion?: string | null;
  /** digits; empty: asked */
  defaultAreaCode?: string | null;
  /** empty: a caller is asked whom */
  defaultDestinationId?: string | null;
  /** may be empty */
  defaultQueueId?: string | null;
  /** empty: the default channel, else the only one */
  defaultChannelId?: string | null;
  /** days and local hours, e.g. `mon-fri 09:00-12:00,13:00-18:00; sat 09:00-13:00`; empty: always */
  openingHours?: string | null;
  /** transfer unattended */
  blindTransfer?: boolean | null;
  /** how customers are dialled */
  trunk?: Trunk | null;
  /** replaces all; each belongs to one tenant only */
  identities?: TenantIdentity[] | null;
  /** replaces all replacements of texts */
  texts?: TextOverride[] | null;
}

/** Asks for the tenants of the store, by id. */
export interface ListTenants {
  /** 1 to 1000 */
  limit?: number | null;
  /** the last id of the page before */
  after?: string | null;
}

/** A page of tenants. */
export interface TenantList {
  /** by id */
  tenants: TenantProfile[];
}

/** A new agent. */
export interface CreateAgent {
  /** the host's; 1-64 printable characters without blanks */
  userId: string;
  /** as customers are told; at most 100 characters */
  name: string;
  /** at most 254 characters; empty: none */
  email?: string | null;
  /** at most 10 of 0-9, *, #; empty: none */
  extension?: string | null;
  /** at most 100 characters */
  department?: string | null;
  /** agent, supervisor or admin */
  role?: Role | null;
  /** false: alerted of nothing */
  active?: boolean | null;
}

/** Who may do what, lowest first. */
export type Role = 'contact' | 'agent' | 'supervisor' | 'admin' | 'service';

/** A person of the company who talks to customers. */
export interface Agent {
  /** its id */
  id: string;
  /** the host's id of the user; unique in the tenant */
  userId: string;
  /** as customers are told */
  name: string;
  /** unique in the tenant, case aside; may be empty */
  email: string;
  /** on the PBX; unique in the tenant; may be empty */
  extension: string;
  /** whose callbacks fall to them once released */
  department: string;
  /** agent, supervisor or admin */
  role: Role;
  /** false: alerted of nothing */
  active: boolean;
  /** when it was made */
  createdAt: Date;
  /** when it was changed last */
  updatedAt: Date;
}

/** Replaces the given members; the others stay. */
export interface UpdateAgent {
  /** whose */
  agentId: string;
  /** as customers are told; at most 100 characters */
  name?: string | null;
  /** at most 254 characters; empty: none */
  email?: string | null;
  /** at most 10 of 0-9, *, #; empty: none */
  extension?: string | null;
  /** at most 100 characters */
  department?: string | null;
  /** agent, supervisor or admin */
  role?: Role | null;
  /** false: alerted of nothing */
  active?: boolean | null;
}

/** Which agent: exactly one key. */
export interface GetAgent {
  /** the agent's id */
  agentId?: string | null;
  /** or the host's id of the user */
  userId?: string | null;
  /** or the extension */
  extension?: string | null;
}

/** Which agents; an absent filter lets everything pass. */
export interface ListAgents {
  /** only of it; case and accents do not matter */
  department?: string | null;
  /** only active ones, or only the others */
  active?: boolean | null;
  /** only of this role */
  role?: Role | null;
  /** at most so many, 1-1000 */
  limit?: number | null;
  /** the last id of the page before; empty: from the start */
  after?: string | null;
}

/** A page of agents. */
export interface AgentList {
  /** in the order of creation */
  agents: Agent[];
}

/** May this contact be made? */
export interface GateQuestion {
  /** a number as typed, a WhatsApp id, an e-mail address; at most 254 bytes */
  address: string;
  /** by which way the person is reached */
  channel?: ContactChannel | null;
  /** why; it decides which rules bind */
  purpose: Purpose;
  /** of calling windows and caps, e.g. br.strict; empty: the one for address and purpose */
  profile?: string | null;
  /** IANA, where else the person may be: added to those of their numbers; at most 20 */
  zones?: string[] | null;
  /** when the contact would be made; none: now */
  at?: Date | null;
  /** of a requested one: the person named the time */
  timeNamed?: boolean | null;
  /** of a requested one: when it was asked for; none: just now */
  requestedAt?: Date | null;
  /** who it is, where the address is new or shared; may be empty */
  contactId?: string | null;
  /** which debt it is about, the host's id; empty: any */
  debt?: string | null;
  /** CPF or CNPJ of the person, for rules about debts; may be empty */
  document?: string | null;
  /** of WhatsApp: the approved template to be sent; empty: free text */
  templateName?: string | null;
  /** its language, e.g. pt_BR; empty: any in which there is one */
  templateLanguage?: string | null;
  /** of WhatsApp: the channel it is sent by, which has the template; empty: any */
  channelId?: string | null;
  /** what the contact belongs to, e.g. a callback's id */
  reference?: string | null;
}

/** By which way a person is reached. */
export type ContactChannel = 'voice' | 'whatsapp' | 'sms' | 'email' | 'instagram' | 'facebook' | 'webchat';

/** Why we contact somebody. requested: the person asked for exactly this contact; service: about what the person has with the company; collections: a debt; marketing. */
export type Purpose = 'requested' | 'service' | 'collections' | 'marketing';

/** Whether a contact may be made, and why not. */
export interface GateDecision {
  /** true: it may go out */
  allowed: boolean;
  /** every rule that forbids it; empty when allowed */
  reasons: GateReason[];
  /** the first instant, not before the one asked about, at which it may; none: not known */
  nextAllowed: Date | null;
  /** rules that would forbid it for another purpose */
  waived: GateReason[];
}

/** One rule's word in a decision. */
export interface GateReason {
  /** stable, e.g. opt_out, calling_window */
  name: string;
  /** what exactly, for people; no personal data */
  detail: string;
  /** the law or choice behind it */
  source: string;
  /** when this rule alone lets pass; none: it never will by itself */
  until: Date | null;
}

/** Which decisions; an absent filter lets everything pass. */
export interface ListDecisions {
  /** only about it, as given to the gate */
  address?: string | null;
  /** by which the address was given */
  channel?: ContactChannel | null;
  /** only of what it belongs to, e.g. a callback's id */
  reference?: string | null;
  /** only allowed ones, or only the others */
  allowed?: boolean | null;
  /** at most so many, 1-1000 */
  limit?: number | null;
  /** the last id of the page before; empty: from the newest */
  after?: string | null;
}

/** A page of decisions. */
export interface DecisionList {
  /** newest first */
  decisions: StoredDecision[];
}

/** A decision as it was made in the transaction of a contact. */
export interface StoredDecision {
  /** its id */
  id: string;
  /** with profile and zones filled in; address and document are masked */
  question: GateQuestion;
  /** the answer */
  decision: GateDecision;
  /** who it was about; may be empty */
  contactId: string;
  /** on whose behalf; empty: the host's */
  userId: string;
  /** when it was made */
  createdAt: Date;
}

/** Hours, holidays, frequency and zones as data. An entry replaces all of its kind and name. */
export interface LegalRules {
  /** hours */
  profiles?: CallingProfile[] | null;
  /** holidays */
  calendars?: HolidayCalendar[] | null;
  /** frequency */
  caps?: ContactCap[] | null;
  /** which profile where none is named; replaces all */
  defaults?: DefaultProfile[] | null;
  /** zones by area code */
  areas?: AreaZones[] | null;
}

/** When people may be contacted: local hours of each place where the person may be. */
export interface CallingProfile {
  /** e.g. br.strict */
  name: string;
  /** the day from which it holds, e.g. 2026-11-20 */
  validFrom: string;
  /** where the law can be read */
  source: string;
  /** e.g. mon-fri 09:00-19:00; sat 10:00-16:00; what is not named is closed */
  hours: string;
  /** name of the calendar whose days are closed; empty: none */
  holidays?: string | null;
}

/** Days on which profiles that name it are closed. */
export interface HolidayCalendar {
  /** e.g. BR */
  name: string;
  /** the day from which it holds, e.g. 2026-11-20 */
  validFrom: string;
  /** where the law can be read */
  source: string;
  /** at most 500 */
  days: Holiday[];
}

/** One day of a calendar: exactly one of month_day, date and easter counts. */
export interface Holiday {
  /** for people */
  name: string;
  /** every year, e.g. 11-20 */
  monthDay?: string | null;
  /** once, e.g. 2026-10-28 */
  date?: string | null;
  /** days after Easter Sunday, e.g. -2 for Good Friday */
  easter?: number | null;
  /** not before this year */
  firstYear?: number | null;
  /** where the law can be read */
  source?: string | null;
}

/** At most so many contacts with one person within some time. */
export interface ContactCap {
  /** it is the reason's name */
  name: string;
  /** the day from which it holds, e.g. 2026-11-20 */
  validFrom: string;
  /** where the law can be read */
  source: string;
  /** what is counted */
  measure?: CapMeasure | null;
  /** at most so many, from 1 */
  limit: number;
  /** within so many local days, today included; at most 30; 0: see minutes */
  days?: number | null;
  /** within so many minutes; a limit of 1 makes it a minimum gap */
  minutes?: number | null;
  /** binds only under these; empty: under all */
  profiles?: string[] | null;
  /** binds only for these; empty: for all */
  purposes?: Purpose[] | null;
  /** binds only on these and counts only these; empty: all */
  channels?: ContactChannel[] | null;
  /** counts only contacts by the channel asked about */
  sameChannel?: boolean | null;
  /** counts only contacts about the same debt, or about none in particular */
  perDebt?: boolean | null;
  /** counts also contacts that the person began */
  inbound?: boolean | null;
  /** not while a consent given in a conversation of the last 7 days holds */
  unlessConsented?: boolean | null;
}

/** attempts: every contact tried but those that reached no line; placed_calls: the same without busy; conversations: those in which somebody spoke. */
export type CapMeasure = 'attempts' | 'placed_calls' | 'conversations';

/** The profile for a question that names none: the first entry that fits. */
export interface DefaultProfile {
  /** e.g. 55; empty: any */
  countryCode?: string | null;
  /** of the area code, e.g. FL; empty: any */
  state?: string | null;
  /** empty: any */
  purposes?: Purpose[] | null;
  /** its name */
  profile: string;
}

/** Every zone that the numbers of an area code may be in. */
export interface AreaZones {
  /** e.g. 55 */
  countryCode: string;
  /** the first digits of the national number, at most 6; empty: all others of the country */
  areaCode?: string | null;
  /** the day from which it holds, e.g. 2026-11-20 */
  validFrom: string;
  /** where the law can be read */
  source: string;
  /** IANA, 1-20 */
  zones: string[];
}

/** How many entries were loaded. */
export interface LoadedRules {
  /** hours */
  profiles: number;
  /** holidays */
  calendars: number;
  /** frequency */
  caps: number;
  /** default profiles */
  defaults: number;
  /** zones by area code */
  areas: number;
}

/** What holds for the tenant. */
export interface GetLegalRules {

}

/** Nobody contacts this person any more, or not for promotions. */
export interface AddOptOut {
  /** as typed, or an id as it came */
  address: string;
  /** by which way the person is reached */
  channel?: ContactChannel | null;
  /** at most 100 characters */
  reason?: string | null;
  /** also if the person asks for a call; not with purpose marketing */
  neverCall?: boolean | null;
  /** marketing: the person wants no promotions, and no more */
  purpose?: OptOutPurpose | null;
}

/** What somebody opts out of. all: every contact that they do not ask for; marketing: promotions alone. */
export type OptOutPurpose = 'all' | 'marketing';

/** An address that must not be contacted, or not for promotions. */
export interface Suppression {
  /** its id */
  id: string;
  /** what it forbids */
  kind: SuppressionKind;
  /** by which the address was given; it holds for all */
  channel: ContactChannel;
  /** E.164, else as it came; masked once the person is erased */
  address: string;
  /** why */
  reason: string;
  /** who stored it; empty: the host */
  userId: string;
  /** when, the last time */
  createdAt: Date;
}

/** opt_out: no contact unless the person asks for one; never_call: not even then; wrong_person: the address is not that of whom we look for; no_marketing: no promotions, everything else may go on. */
export type SuppressionKind = 'opt_out' | 'never_call' | 'wrong_person' | 'no_marketing';

/** Lifts an opt-out, also one that was for ever. */
export interface RemoveOptOut {
  /** as typed, or an id as it came */
  address: string;
  /** by which way the person is reached */
  channel?: ContactChannel | null;
  /** as it was added: each is lifted by itself */
  purpose?: OptOutPurpose | null;
}

/** Whether there was one. */
export interface RemovedSuppression {
  /** false: there was none */
  removed: boolean;
}

/** Which page. */
export interface ListOptOuts {
  /** at most so many, 1-1000 */
  limit?: number | null;
  /** the last id of the page before; empty: from the start */
  after?: string | null;
}

/** A page of suppressions. */
export interface SuppressionList {
  /** in the order of creation */
  suppressions: Suppression[];
}

/** Is this person opted out, of everything or of promotions? */
export interface CheckOptOut {
  /** as typed, or an id as it came */
  address: string;
  /** by which way the person is reached */
  channel?: ContactChannel | null;
}

/** What a person opted out of: all contact, or promotions alone. */
export interface OptOutAnswer {
  /** true: no contact unless they ask for one */
  suppressed: boolean;
  /** the oldest that says so */
  suppression: Suppression | null;
  /** true: no promotions; also where suppressed is */
  marketingSuppressed: boolean;
  /** the oldest that says so */
  marketingSuppression: Suppression | null;
}

/** The address is not that of whom we look for. */
export interface AddWrongPerson {
  /** as typed, or an id as it came */
  address: string;
  /** by which way the person is reached */
  channel?: ContactChannel | null;
  /** at most 100 characters */
  reason?: string | null;
}

/** Lifts a wrong person. */
export interface RemoveWrongPerson {
  /** as typed, or an id as it came */
  address: string;
  /** by which way the person is reached */
  channel?: ContactChannel | null;
}

/** Which page. */
export interface ListWrongPersons {
  /** at most so many, 1-1000 */
  limit?: number | null;
  /** the last id of the page before; empty: from the start */
  after?: string | null;
}

/** Is this address somebody else's? */
export interface CheckWrongPerson {
  /** as typed, or an id as it came */
  address: string;
  /** by which way the person is reached */
  channel?: ContactChannel | null;
}

/** Whether the address is suppressed. */
export interface SuppressionAnswer {
  /** true: it is */
  suppressed: boolean;
  /** the oldest that says so */
  suppression: Suppression | null;
}

/** A new person. */
export interface CreateContact {
  /** at most 100 characters */
  name?: string | null;
  /** at most 50, as typed */
  addresses?: ContactAddress[] | null;
  /** IANA, at most 20 */
  zones?: string[] | null;
  /** e.g. mon-fri 15:00-17:00; empty: no wish */
  convenientHours?: string | null;
  /** at most 50 of 50 characters */
  tags?: string[] | null;
}

/** One way to reach a person. */
export interface ContactAddress {
  /** by which way the person is reached */
  channel?: ContactChannel | null;
  /** E.164 where it is a number, else as it came */
  address: string;
}

/** A person outside of the company. */
export interface Contact {
  /** its id */
  id: string;
  /** as far as known */
  name: string;
  /** every way to reach the person */
  addresses: ContactAddress[];
  /** IANA, where else the person may be */
  zones: string[];
  /** when the person wants to be contacted, local; empty: whenever it is lawful */
  convenientHours: string;
  /** the host's; vip puts callbacks one priority higher */
  tags: string[];
  /** when the person was erased; none: not */
  erasedAt: Date | null;
  /** when it was made */
  createdAt: Date;
  /** when it was changed last */
  updatedAt: Date;
}

/** Replaces the given members; addresses are added and removed one by one. */
export interface UpdateContact {
  /** whose */
  contactId: string;
  /** at most 100 characters */
  name?: string | null;
  /** e.g. mon-fri 15:00-17:00; empty: no wish */
  convenientHours?: string | null;
  /** IANA, at most 20 */
  zones?: string[] | null;
  /** all tags; at most 50 of 50 characters */
  tags?: string[] | null;
  /** as typed; at most 50 in all */
  addAddresses?: ContactAddress[] | null;
  /** in any spelling; unknown ones are passed over */
  removeAddresses?: ContactAddress[] | null;
}

/** Which person: by id, or by an address. */
export interface GetContact {
  /** the contact's id */
  contactId?: string | null;
  /** by which way the person is reached */
  channel?: ContactChannel | null;
  /** as typed, or an id as it came */
  address?: string | null;
}

/** Whom to erase: by id, the host's own id of the person, or an address. */
export interface EraseContact {
  /** the contact's id, or the host's own */
  contactId?: string | null;
  /** by which way the person is reached */
  channel?: ContactChannel | null;
  /** as typed, or an id as it came */
  address?: string | null;
}

/** What was made anonymous. */
export interface ErasedContact {
  /** how many, by kind of thing */
  rows: Record<string, number>;
}

/** Whose data: by id, the host's own id of the person, or an address. */
export interface ExportContact {
  /** the contact's id, or the host's own */
  contactId?: string | null;
  /** by which way the person is reached */
  channel?: ContactChannel | null;
  /** as typed, or an id as it came */
  address?: string | null;
}

/** Everything that is stored about a person. */
export interface ExportedContact {
  /** JSON texts, by kind of thing */
  rows: Record<string, string[]>;
}

/** A contact that happened; the same reference again brings its newer outcome. */
export interface RecordContact {
  /** as typed, or an id as it came */
  address: string;
  /** by which way the person is reached */
  channel?: ContactChannel | null;
  /** why */
  purpose?: Purpose | null;
  /** who began */
  direction?: ContactDirection | null;
  /** how far it came */
  outcome: ContactOutcome;
  /** who it was; at most 64 characters */
  contactId?: string | null;
  /** which it was about, at most 100; empty: it counts for each */
  debts?: string[] | null;
  /** a call id, message id or callback id; at most 64 characters */
  reference?: string | null;
  /** the person consented in it to be called again */
  consent?: boolean | null;
  /** when it was; none: now; not in the future */
  at?: Date | null;
}

/** Who began a contact: we (outbound), or the person. */
export type ContactDirection = 'outbound' | 'inbound';

/** How far a contact came. */
export type ContactOutcome = 'conversation' | 'answered' | 'voicemail' | 'no_answer' | 'busy' | 'not_in_service' | 'failed' | 'sent';

/** A call or message that was tried, or by which a person reached us. */
export interface ContactRecord {
  /** its id */
  id: string;
  /** E.164, else as it came; empty once the person is erased */
  address: string;
  /** by which way the person is reached */
  channel: ContactChannel;
  /** why */
  purpose: Purpose;
  /** who began */
  direction: ContactDirection;
  /** how far it came */
  outcome: ContactOutcome;
  /** who it was; may be empty */
  contactId: string;
  /** which it was about; empty: none in particular */
  debts: string[];
  /** a call id, message id or callback id */
  reference: string;
  /** the person consented in it to be called again */
  consentAt: Date | null;
  /** when it was */
  at: Date;
}

/** The tenant's own. */
export interface GetRetention {

}

/** How many days what is known of people is kept; 0: for ever. */
export interface RetentionSettings {
  /** after their end; made anonymous */
  callbacksDays: number;
  /** after their last change; made anonymous unless pending */
  ticketsDays: number;
  /** after their end; made anonymous, what was said is removed */
  handoffsDays: number;
  /** over the phone service; made anonymous, recordings deleted there */
  callsDays: number;
  /** removed */
  messagesDays: number;
  /** removed; caps are counted from it */
  contactLogDays: number;
  /** of the contact gate; removed */
  decisionsDays: number;
}

/** Replaces the given members; the others stay. 0, or 30-36500 days. */
export interface ConfigureRetention {
  /** after their end; made anonymous */
  callbacksDays?: number | null;
  /** after their last change; made anonymous unless pending */
  ticketsDays?: number | null;
  /** after their end; made anonymous, what was said is removed */
  handoffsDays?: number | null;
  /** over the phone service; made anonymous, recordings deleted there */
  callsDays?: number | null;
  /** removed */
  messagesDays?: number | null;
  /** removed; caps are counted from it */
  contactLogDays?: number | null;
  /** of the contact gate; removed */
  decisionsDays?: number | null;
}

/** Whose contacts. */
export interface ListContacts {
  /** as typed, or an id as it came */
  address: string;
  /** by which way the person is reached */
  channel?: ContactChannel | null;
  /** not before; none: of the last 30 days */
  since?: Date | null;
  /** at most so many, 1-1000 */
  limit?: number | null;
}

/** The contacts with a person, by whatever address. */
export interface ContactHistory {
  /** newest first */
  contacts: ContactRecord[];
}

/** A new destination. */
export interface CreateDestination {
  /** as callers say it; at most 100 characters */
  name: string;
  /** other names; at most 50 of 100 characters */
  aliases?: string[] | null;
  /** how it is dialled */
  type?: DestinationType | null;
  /** as typed; extension: 1-10 of 0-9, *, #; others: at most 50 */
  number: string;
  /** of the PBX's dialplan; at most 50 of a-z, A-Z, 0-9, - _ . */
  context?: string | null;
  /** at most 100 characters */
  department?: string | null;
  /** for people; at most 1000 characters */
  description?: string | null;
  /** how long it rings, 5-120 seconds */
  ringTimeoutSeconds?: number | null;
  /** when the caller does not choose */
  fallbackAction?: FallbackAction | null;
  /** false: nobody is put through */
  enabled?: boolean | null;
  /** only for its callers; empty: for all */
  secretaryId?: string | null;
  /** told to the person before the bridge; at most 500 characters */
  whisper?: string | null;
  /** whether the person must accept first */
  acceptGate?: AcceptGate | null;
  /** others to try, by result, in order; at most 20 */
  hunt?: NextDestination[] | null;
}

/** All but extension are dialled as numbers of the PBX or the trunk. */
export type DestinationType = 'extension' | 'queue' | 'ring_group' | 'external';

/** What happens when a caller who could not be put through does not choose. callback: one to the caller id, as soon as free; voicemail: the PBX's mailbox, or a message after the beep; ticket: one with what is known; retry: once more after 10 s on hold, at most twice, then a ticket; hangup: goodbye. */
export type FallbackAction = 'callback' | 'voicemail' | 'ticket' | 'retry' | 'hangup';

/** Whether the person must accept before the caller is connected: no; by pressing 1; by a word that the host's assistant understands. */
export type AcceptGate = 'none' | 'key' | 'word';

/** Whom to try next after a result. */
export interface NextDestination {
  /** of the attempt before; not answered, not canceled */
  result: TransferResult;
  /** whom to try then */
  destinationId: string;
}

/** What became of an attempt to reach a person. */
export type TransferResult = 'answered' | 'busy' | 'no_answer' | 'dnd' | 'offline' | 'rejected' | 'voicemail' | 'canceled' | 'failed';

/** A person, department or number that callers can be put through to. */
export interface Destination {
  /** its id */
  id: string;
  /** as callers say it */
  name: string;
  /** other names */
  aliases: string[];
  /** how it is dialled */
  type: DestinationType;
  /** dialled; an external telephone number is E.164 */
  number: string;
  /** of the PBX's dialplan */
  context: string;
  /** callers may name it instead of the person */
  department: string;
  /** for people */
  description: string;
  /** how long it rings, in seconds */
  ringTimeoutSeconds: number;
  /** when the caller does not choose */
  fallbackAction: FallbackAction;
  /** false: nobody is put through */
  enabled: boolean;
  /** only for its callers; empty: for all */
  secretaryId: string;
  /** told to the person before the bridge; empty: nothing */
  whisper: string;
  /** whether the person must accept first */
  acceptGate: AcceptGate;
  /** others to try, by result, in order */
  hunt: NextDestination[];
  /** whose it is */
  source: DestinationSource;
  /** the row's id there; empty: our own */
  sourceId: string;
  /** when it was made */
  createdAt: Date;
  /** when it was changed last */
  updatedAt: Date;
}

/** Whose it is: our own, or kept in step with a row of FusionPBX's table. */
export type DestinationSource = 'own' | 'fusionpbx';

/** Replaces the given members; the others stay. */
export interface UpdateDestination {
  /** which one */
  destinationId: string;
  /** as callers say it; at most 100 characters */
  name?: string | null;
  /** all other names; at most 50 of 100 characters */
  aliases?: string[] | null;
  /** how it is dialled */
  type?: DestinationType | null;
  /** as typed; extension: 1-10 of 0-9, *, #; others: at most 50 */
  number?: string | null;
  /** of the PBX's dialplan; at most 50 of a-z, A-Z, 0-9, - _ . */
  context?: string | null;
  /** at most 100 characters */
  department?: string | null;
  /** for people; at most 1000 characters */
  description?: string | null;
  /** how long it rings, 5-120 seconds */
  ringTimeoutSeconds?: number | null;
  /** when the caller does not choose */
  fallbackAction?: FallbackAction | null;
  /** false: nobody is put through */
  enabled?: boolean | null;
  /** only for its callers; empty: for all */
  secretaryId?: string | null;
  /** told to the person before the bridge; at most 500 characters */
  whisper?: string | null;
  /** whether the person must accept first */
  acceptGate?: AcceptGate | null;
  /** all others to try, by result, in order; at most 20 */
  hunt?: NextDestination[] | null;
}

/** Which destination. */
export interface DeleteDestination {
  /** which one */
  destinationId: string;
}

/** It is gone. */
export interface DeletedDestination {
  /** which one */
  destinationId: string;
}

/** Which destination. */
export interface GetDestination {
  /** which one */
  destinationId: string;
}

/** Which destinations; an absent filter lets everything pass. */
export interface ListDestinations {
  /** only those its callers may reach */
  secretaryId?: string | null;
  /** only of it; case and accents do not matter */
  department?: string | null;
  /** only of this type */
  type?: DestinationType | null;
  /** only those switched on, or off */
  enabled?: boolean | null;
  /** at most so many, 1-1000 */
  limit?: number | null;
  /** the last id of the page before; empty: from the start */
  after?: string | null;
}

/** A page of destinations. */
export interface DestinationList {
  /** in the order they were created */
  destinations: Destination[];
}

/** Whom a caller means. */
export interface ResolveDestination {
  /** as said: "a Jeni do financeiro"; at most 4096 bytes */
  text: string;
  /** who answered the call; empty: all may be meant */
  secretaryId?: string | null;
}

/** Whom the caller means, as far as it is clear. */
export interface ResolvedDestination {
  /** whether it is clear */
  status: ResolveStatus;
  /** one when found or disabled; two to 20 when ambiguous */
  destinations: Destination[];
  /** why those */
  matchedBy: MatchedBy;
  /** what the assistant asks or tells; empty when found */
  say: string;
}

/** found: exactly one; ambiguous: several fit equally well; ask_whom: nobody was named and there is no default; not_found: nobody is called that; disabled: the only one that fits is switched off. */
export type ResolveStatus = 'found' | 'ambiguous' | 'ask_whom' | 'not_found' | 'disabled';

/** Why a destination was taken for the one meant. */
export type MatchedBy = 'nothing' | 'exact' | 'folded' | 'department' | 'spelling' | 'default_destination';

/** A new assistant's profile. */
export interface CreateSecretary {
  /** what it calls itself; at most 100 characters */
  name: string;
  /** whose extensions are rung; empty: the PBX's own */
  pbxDomain?: string | null;
  /** pt-BR or en-US; empty: the tenant's */
  language?: string | null;
  /** the speech engine's name of it; at most 100 characters */
  voice?: string | null;
  /** its first words; at most 1000 characters */
  greeting?: string | null;
  /** for "anyone"; empty: the tenant's */
  defaultDestinationId?: string | null;
  /** e.g. "mon-fri 08:00-18:00"; empty: the tenant's */
  openingHours?: string | null;
  /** absent: as the tenant has it */
  blindTransfer?: boolean | null;
  /** where a caller goes back to */
  assistantExtension?: string | null;
  /** of the PBX's dialplan */
  assistantContext?: string | null;
  /** false: straight to the fallback action */
  dialogueEnabled?: boolean | null;
  /** false: it takes no calls */
  enabled?: boolean | null;
}

/** An assistant's profile. */
export interface Secretary {
  /** its id */
  id: string;
  /** what it calls itself */
  name: string;
  /** whose extensions are rung; empty: the PBX's own */
  pbxDomain: string;
  /** pt-BR or en-US; empty: the tenant's */
  language: string;
  /** the speech engine's name of it */
  voice: string;
  /** its first words */
  greeting: string;
  /** for "anyone"; empty: the tenant's */
  defaultDestinationId: string;
  /** empty: the tenant's */
  openingHours: string;
  /** absent: as the tenant has it */
  blindTransfer: boolean | null;
  /** where a caller goes back to */
  assistantExtension: string;
  /** of the PBX's dialplan */
  assistantContext: string;
  /** false: straight to the fallback action */
  dialogueEnabled: boolean;
  /** false: it takes no calls */
  enabled: boolean;
  /** when it was made */
  createdAt: Date;
  /** when it was changed last */
  updatedAt: Date;
}

/** Replaces the given members; the others stay. */
export interface UpdateSecretary {
  /** which one */
  secretaryId: string;
  /** what it calls itself; at most 100 characters */
  name?: string | null;
  /** whose extensions are rung; empty: the PBX's own */
  pbxDomain?: string | null;
  /** pt-BR or en-US; empty: the tenant's */
  language?: string | null;
  /** the speech engine's name of it; at most 100 characters */
  voice?: string | null;
  /** its first words; at most 1000 characters */
  greeting?: string | null;
  /** for "anyone"; empty: the tenant's */
  defaultDestinationId?: string | null;
  /** e.g. "mon-fri 08:00-18:00"; empty: the tenant's */
  openingHours?: string | null;
  /** whether callers are transferred blindly */
  blindTransfer?: boolean | null;
  /** where a caller goes back to */
  assistantExtension?: string | null;
  /** of the PBX's dialplan */
  assistantContext?: string | null;
  /** false: straight to the fallback action */
  dialogueEnabled?: boolean | null;
  /** false: it takes no calls */
  enabled?: boolean | null;
}

/** Which secretary. */
export interface DeleteSecretary {
  /** which one */
  secretaryId: string;
}

/** It is gone. */
export interface DeletedSecretary {
  /** which one */
  secretaryId: string;
}

/** Which secretary. */
export interface GetSecretary {
  /** which one */
  secretaryId: string;
}

/** Which secretaries. */
export interface ListSecretaries {
  /** only those switched on, or off */
  enabled?: boolean | null;
  /** at most so many, 1-1000 */
  limit?: number | null;
  /** the last id of the page before; empty: from the start */
  after?: string | null;
}

/** A page of secretaries. */
export interface SecretaryList {
  /** in the order they were created */
  secretaries: Secretary[];
}

/** The assistant has answered a call. */
export interface StartHandoff {
  /** the PBX's id of the caller's leg */
  callId: string;
  /** caller id as the PBX says it; empty: withheld */
  caller?: string | null;
  /** whose call it is; empty: the tenant's settings */
  secretaryId?: string | null;
  /** pt-BR or en-US; empty: the secretary's, else the tenant's */
  language?: string | null;
  /** where the call is recorded from now on; empty: it is not */
  recordingPath?: string | null;
  /** where the caller comes back to; empty: the secretary's, else the PBX's */
  assistant?: AssistantTarget | null;
}

/** Where the caller goes back to after a failed attempt. */
export interface AssistantTarget {
  /** the extension that runs the assistant */
  extension?: string | null;
  /** its dialplan context */
  context?: string | null;
  /** or a kept leg of the assistant to bridge the caller to */
  leg?: string | null;
}

/** One call, from the assistant's answer to its end. */
export interface Handoff {
  /** of this handoff */
  id: string;
  /** the caller's call on the PBX */
  callId: string;
  /** the caller id as the PBX said it; empty: withheld */
  caller: string;
  /** E.164, if the caller id is a valid number */
  callerNumber: string | null;
  /** whose call it is; may be empty */
  secretaryId: string;
  /** what the caller is spoken to in */
  language: string;
  /** where the call is */
  state: HandoffState;
  /** what the caller was asked last */
  question: DialogueState;
  /** whom the caller asked for last; may be empty */
  destinationId: string;
  /** its name then */
  destinationName: string;
  /** of the last transfer, once it is known */
  result: TransferResult | null;
  /** promised in this call; may be empty */
  callbackId: string;
  /** of the message or callback promised in this call; may be empty */
  ticketId: string;
  /** where the call is recorded; may be empty */
  recordingPath: string;
  /** the caller asked never to be called again */
  optedOut: boolean;
  /** the caller is not whom we took them for */
  wrongPerson: boolean;
  /** when it was started */
  createdAt: Date;
  /** when it changed last */
  updatedAt: Date;
  /** when it ended */
  endedAt: Date | null;
}

/** Where a handoff's call is. */
export type HandoffState = 'conversation' | 'checking' | 'holding' | 'ringing' | 'whispering' | 'bridging' | 'bridged' | 'transferring' | 'transferred' | 'waiting' | 'returning' | 'dialogue' | 'closing' | 'ended';

/** The question that the caller is answering. */
export type DialogueState = 'none' | 'ask_whom' | 'ask_which' | 'offer' | 'offer_message' | 'number' | 'confirm' | 'when' | 'which_time' | 'confirm_time' | 'reason' | 'whatsapp' | 'message' | 'more' | 'created' | 'closed' | 'goodbye' | 'over';

/** Puts the caller through to somebody. */
export interface Transfer {
  /** the call */
  handoffId: string;
  /** whom, as said: "a Jeni do financeiro" */
  to?: string | null;
  /** instead of `to` */
  destinationId?: string | null;
}

/** What became of a transfer. */
export interface TransferOutcome {
  /** the call */
  handoffId: string;
  /** the deciding try; empty when nobody was tried */
  attemptId: string;
  /** what became of it */
  status: TransferStatus;
  /** why, once somebody was tried */
  result: TransferResult | null;
  /** for the assistant to say now; empty when connected */
  say: string;
  /** what `say` offers */
  offer: Choice[];
  /** whom the caller may mean, when status is ask_which */
  candidates: Destination[];
  /** why the result is what it is */
  evidence: Evidence | null;
  /** false: still under way at the deadline */
  settled: boolean;
  /** where the call is */
  state: HandoffState;
}

/** What became of a transfer. */
export type TransferStatus = 'pending' | 'transferred' | 'returned' | 'ask_which' | 'ask_whom' | 'not_found' | 'disabled' | 'canceled';

/** What a caller chooses after a failed transfer. */
export type Choice = 'callback' | 'message' | 'retry' | 'yes' | 'no' | 'cancel';

/** Why a result is what it is. */
export interface Evidence {
  /** presence: the phone was not rung; call: it was */
  source: EvidenceSource;
  /** the extension's state before the call */
  presence: ExtensionState | null;
  /** how the person's leg ended */
  legEnd: LegEnd | null;
  /** the phone's SIP answer, e.g. 486 */
  sipCode: number | null;
  /** the PBX's own word, e.g. "USER_BUSY" */
  cause: string;
  /** whether a phone was registered, as far as known */
  registered: boolean | null;
  /** whether Do Not Disturb was on, as far as known */
  dnd: boolean | null;
  /** the phone was ringing before the end */
  rang: boolean;
  /** when the extension's state was asked */
  checkedAt: Date | null;
  /** when the leg was placed */
  placedAt: Date | null;
  /** when the phone began to ring */
  rangAt: Date | null;
  /** when it was answered */
  answeredAt: Date | null;
  /** when the leg ended */
  endedAt: Date | null;
}

/** Where a result comes from. */
export type EvidenceSource = 'presence' | 'call';

/** What the PBX says of an extension. */
export type ExtensionState = 'available' | 'in_call' | 'ringing' | 'dnd' | 'offline' | 'unknown';

/** How a leg that was placed ended, in neutral words. */
export type LegEnd = 'completed' | 'busy' | 'no_answer' | 'rejected' | 'unavailable' | 'not_registered' | 'unknown_number' | 'canceled' | 'no_route' | 'failed';

/** Waits for the transfer under way. */
export interface WaitTransfer {
  /** the call */
  handoffId: string;
}

/** The person's answer to the accept gate. */
export interface AcceptTransfer {
  /** the call */
  handoffId: string;
  /** false: declined */
  accepted?: boolean | null;
  /** of a decline; at most 500 characters */
  reason?: string | null;
}

/** An utterance of the caller, or the lack of one. */
export interface Hear {
  /** the call */
  handoffId: string;
  /** as transcribed; at most 65536 bytes, the meaning is read from the first 4096 */
  text?: string | null;
  /** nothing was said for the host's patience; text is empty */
  silence?: boolean | null;
  /** when it was said; absent: now */
  at?: Date | null;
}

/** How the assistant goes on. */
export interface HearOutcome {
  /** the call */
  handoffId: string;
  /** what the assistant does next */
  action: HearAction;
  /** to be said now; may be empty */
  say: string;
  /** what `say` offers */
  offer: Choice[];
  /** where the call is */
  state: HandoffState;
  /** what `say` asks */
  question: DialogueState;
  /** once it is promised */
  callbackId: string;
  /** once it is promised */
  ticketId: string;
  /** E.164, as understood so far */
  number: string | null;
  /** as agreed or proposed so far; absent: as soon as free */
  time: Date | null;
}

/** What the assistant does next. */
export type HearAction = 'say' | 'transfer' | 'hang_up' | 'listen' | 'none';

/** What the caller wants, in structure; several answers may come at once. */
export interface Choose {
  /** the call */
  handoffId: string;
  /** absent: the answers belong to what was chosen before */
  choice?: Choice | null;
  /** callback: as typed or said, also "este mesmo" */
  number?: string | null;
  /** callback: when */
  time?: Date | null;
  /** callback: when, in words */
  timeText?: string | null;
  /** callback: what it is about; empty: no reason is given */
  reason?: string | null;
  /** callback: a confirmation by WhatsApp */
  whatsapp?: boolean | null;
  /** message: the caller's words; at most 4096 bytes */
  message?: string | null;
  /** for the ticket; at most 4000 characters */
  summary?: string | null;
}

/** Something said, for the transcript. */
export interface NoteLine {
  /** the call */
  handoffId: string;
  /** who said it */
  speaker?: Speaker | null;
  /** what; at most 4096 bytes */
  text: string;
  /** when; absent: now */
  at?: Date | null;
}

/** Who said a line: the customer, the assistant (software), or an agent. */
export type Speaker = 'customer' | 'assistant' | 'agent';

/** The call is over for us. */
export interface FinishHandoff {
  /** the call */
  handoffId: string;
  /** the caller too, unless talking to a person */
  hangUp?: boolean | null;
  /** for the ticket of a message; at most 4000 characters */
  summary?: string | null;
}

/** Names a handoff. */
export interface GetHandoff {
  /** which */
  handoffId: string;
}

/** Filters; an absent one lets everything pass. */
export interface ListHandoffs {
  /** only those in this state */
  state?: HandoffState | null;
  /** only that of this call */
  callId?: string | null;
  /** only those who asked for it last */
  destinationId?: string | null;
  /** leaves out the ended */
  openOnly?: boolean | null;
  /** 1-1000 */
  limit?: number | null;
  /** the last id of the page before; empty: from the newest */
  after?: string | null;
}

/** Handoffs, newest first. */
export interface HandoffList {
  /** at most `limit` */
  handoffs: Handoff[];
}

/** Every try of a call, in order. */
export interface AttemptList {
  /** oldest first */
  attempts: Attempt[];
}

/** One try to reach one destination. */
export interface Attempt {
  /** of this try */
  id: string;
  /** the call */
  handoffId: string;
  /** counts the transfers of the handoff */
  transfer: number;
  /** who was tried */
  destinationId: string;
  /** its name then */
  destinationName: string;
  /** the person's leg on the PBX; empty: never rung */
  leg: string;
  /** once it is known */
  result: TransferResult | null;
  /** why the result is what it is */
  evidence: Evidence;
  /** when it began */
  createdAt: Date;
  /** when its result was known */
  endedAt: Date | null;
}

/** Asks the PBX whether a person can be reached now. */
export interface GetExtensionStatus {
  /** 1-10 of 0-9, *, # */
  extension: string;
  /** the PBX domain it belongs to, by name or UUID, one of the tenant's; empty: the tenant's `pbx_domain`, else the PBX's own */
  domain?: string | null;
}

/** An extension's state when the PBX was asked. */
export interface ExtensionStatus {
  /** the extension, e.g. "1004" */
  extension: string;
  /** what the PBX says of it */
  state: ExtensionState;
  /** true if it can be rung now */
  available: boolean;
  /** why it is not available, as text; empty when it is */
  reason: string;
  /** whether a phone is registered, as far as known */
  registered: boolean | null;
  /** whether Do Not Disturb is on, as far as known */
  dnd: boolean | null;
  /** when the PBX was asked */
  at: Date;
}

/** A wish to be called back. A person who already has an open callback for the same destination gets that one, with the newer number, time and reason. */
export interface CreateCallback {
  /** to call, as typed or said */
  number: string;
  /** the number the person calls from, as the PBX gave it; at most 100 characters */
  caller?: string | null;
  /** the host's id of the person; at most 64 bytes */
  contactId?: string | null;
  /** at most 100 characters */
  contactName?: string | null;
  /** whom it is asked of; at least one of destination_id, extension and department */
  destinationId?: string | null;
  /** that person's name; at most 100 characters */
  intendedFor?: string | null;
  /** at most 10 of 0-9, *, # */
  extension?: string | null;
  /** at most 100 characters */
  department?: string | null;
  /** none: as soon as the extension is free; at most a year ahead */
  scheduledAt?: Date | null;
  /** longer than 500 characters: cut at a word */
  reason?: string | null;
  /** 1-20 */
  maxAttempts?: number | null;
  /** tell the customer by WhatsApp */
  notifyWhatsapp?: boolean | null;
  /** how urgent it is */
  priority?: CallbackPriority | null;
  /** counts one priority higher */
  vip?: boolean | null;
  /** whose phone rings first; none: the tenant's setting */
  mode?: CallMode | null;
  /** the conversation it is asked for in */
  handoffId?: string | null;
  /** that conversation's call; at most 64 bytes */
  callId?: string | null;
  /** for its ticket, oldest first */
  transcript?: TranscriptLine[] | null;
  /** for its ticket; at most 4000 characters are kept */
  summary?: string | null;
  /** for its ticket */
  recording?: Recording | null;
}

/** How urgent a callback is. */
export type CallbackPriority = 'normal' | 'high' | 'urgent';

/** Whose phone rings first. */
export type CallMode = 'agent_first' | 'customer_first';

/** One utterance of a conversation. */
export interface TranscriptLine {
  /** who said it */
  speaker?: Speaker | null;
  /** what was said; more than 1000 characters are cut at a word */
  text: string;
  /** when */
  at?: Date | null;
}

/** Where the call's recording lies; referenced, never attached. */
export interface Recording {
  /** as the PBX or the object store knows it; empty: it is found by the call's id */
  path?: string | null;
  /** when the recording began */
  startedAt?: Date | null;
  /** its length in seconds; 0: not known */
  durationSeconds?: number | null;
}

/** A promise to call a customer back. */
export interface Callback {
  /** its id */
  id: string;
  /** its own ticket, of type callback */
  ticketId: string;
  /** to call, E.164; none once the person was erased */
  number: string | null;
  /** the host's id of the person; may be empty */
  contactId: string;
  /** the person's name */
  contactName: string;
  /** whom it was asked of; may be empty */
  destinationId: string;
  /** that person's name as callers say it */
  intendedFor: string;
  /** whose turn it is */
  extension: string;
  /** who may take it over */
  department: string;
  /** none: as soon as the extension is free */
  scheduledAt: Date | null;
  /** what it is about, at most 500 characters */
  reason: string;
  /** dials so far that count */
  attempts: number;
  /** after so many it has failed */
  maxAttempts: number;
  /** when it was dialled last */
  lastAttemptAt: Date | null;
  /** the customer wants to be told by WhatsApp */
  notifyWhatsapp: boolean;
  /** the newest notice; may be empty */
  whatsappMessageId: string;
  /** when that was sent */
  whatsappSentAt: Date | null;
  /** where it stands */
  status: CallbackStatus;
  /** how urgent it is */
  priority: CallbackPriority;
  /** the conversation it was asked for in; may be empty */
  handoffId: string;
  /** that conversation's call; may be empty */
  callId: string;
  /** the newest call back; may be empty */
  callbackCallId: string;
  /** of its ticket */
  transcript: TranscriptLine[];
  /** of its ticket */
  summary: string;
  /** its age and place count from here */
  requestedAt: Date;
  /** how long customer and agent talked */
  talkSeconds: number;
  /** of the newest call back */
  result: CallbackResult | null;
  /** when that was known */
  resultAt: Date | null;
  /** when the confirmation was sent */
  confirmationSentAt: Date | null;
  /** when the ready notice was sent */
  readySentAt: Date | null;
  /** when the failure notice was sent */
  failedSentAt: Date | null;
  /** when the customer was asked for a score */
  scoreAskedAt: Date | null;
  /** when the customer answered a notice */
  noticeAnsweredAt: Date | null;
  /** the customer's, 0-10 */
  score: number | null;
  /** why it was canceled or failed */
  endReason: string;
  /** whose phone rings first; none: the tenant's setting */
  mode: CallMode | null;
  /** any agent of the department may take it */
  released: boolean;
  /** the time the customer wished last */
  agreedAt: Date | null;
  /** the first alert */
  announcedAt: Date | null;
  /** the first click */
  clickedAt: Date | null;
  /** when the customer answered */
  answeredAt: Date | null;
  /** when it was completed, failed or canceled */
  endedAt: Date | null;
  /** the extension that completed it */
  servedBy: string;
  /** when it was changed last */
  updatedAt: Date;
}

/** pending: waits for the extension to be free; scheduled: waits for a time; notified: the agent was alerted; ready_to_call: the customer said yes; in_progress: the call was placed; completed, failed, canceled: closed. */
export type CallbackStatus = 'pending' | 'scheduled' | 'notified' | 'ready_to_call' | 'in_progress' | 'completed' | 'failed' | 'canceled';

/** What became of the call to the customer. */
export type CallbackResult = 'answered' | 'no_answer' | 'busy' | 'machine' | 'failed';

/** Which callback. */
export interface GetCallback {
  /** the callback's id */
  callbackId: string;
}

/** Which callbacks; an absent filter lets everything pass. */
export interface ListCallbacks {
  /** only in this status */
  status?: CallbackStatus | null;
  /** only of this extension */
  extension?: string | null;
  /** only of it; case and accents do not matter */
  department?: string | null;
  /** only of this destination */
  destinationId?: string | null;
  /** leaves out completed, failed and canceled */
  openOnly?: boolean | null;
  /** at most so many, 1-1000 */
  limit?: number | null;
  /** the last id of the page before; empty: from the start */
  after?: string | null;
}

/** A page of callbacks. */
export interface CallbackList {
  /** ready_to_call first, then by priority, then by request; closed ones last */
  callbacks: Callback[];
}

/** Which ticket. */
export interface GetTicket {
  /** the ticket's id */
  ticketId: string;
}

/** What is left for people to read and do after a conversation. */
export interface Ticket {
  /** its id */
  id: string;
  /** what it is about */
  type: TicketType;
  /** where it stands */
  status: TicketStatus;
  /** who called */
  contact: TicketContact;
  /** the handoff it comes from; may be empty */
  handoffId: string;
  /** the caller's call on the PBX; may be empty */
  callId: string;
  /** whom it is for; may be empty */
  destinationId: string;
  /** that person's or department's name */
  intendedFor: string;
  /** that person's department */
  department: string;
  /** what was said, oldest first */
  transcript: TranscriptLine[];
  /** false: the oldest lines did not fit */
  transcriptComplete: boolean;
  /** the conversation in short, as the host's assistant put it */
  summary: string;
  /** in the caller's words, at most 500 characters */
  reason: string;
  /** where the recording lies; none: not recorded */
  recording: Recording | null;
  /** the callback it belongs to, for type callback */
  callbackId: string;
  /** when it was made */
  createdAt: Date;
  /** when it was changed last */
  updatedAt: Date;
}

/** What a ticket is about: a chat, a voice call, or a callback. */
export type TicketType = 'chat' | 'voice' | 'callback';

/** pending: of a callback that was not made yet; open: a person has to look at it; closed. */
export type TicketStatus = 'pending' | 'open' | 'closed';

/** Who called, as far as known. */
export interface TicketContact {
  /** the person's name */
  name: string;
  /** E.164; none: withheld, or no valid number */
  number: string | null;
  /** the caller id as the PBX gave it */
  caller: string;
}

/** Which tickets; an absent filter lets everything pass. */
export interface ListTickets {
  /** only of this type */
  type?: TicketType | null;
  /** only in this status */
  status?: TicketStatus | null;
  /** only for this destination */
  destinationId?: string | null;
  /** only of this handoff */
  handoffId?: string | null;
  /** only of this call */
  callId?: string | null;
  /** at most so many, 1-1000 */
  limit?: number | null;
  /** the last id of the page before; empty: from the newest */
  after?: string | null;
}

/** A page of tickets. */
export interface TicketList {
  /** newest first */
  tickets: Ticket[];
}

/** A ticket as people read it. */
export interface TicketText {
  /** lines, at most 64 KB */
  text: string;
}

/** Whose list; without any member everybody's, for an agent the own. */
export interface ListPending {
  /** its own, and what its department may take */
  extension?: string | null;
  /** what is the department's */
  department?: string | null;
  /** at most so many, 1-1000 */
  limit?: number | null;
}

/** What waits to be called back. */
export interface PendingList {
  /** in the order they should be called */
  callbacks: PendingCallback[];
  /** how many can be called now, beyond the limit too */
  badge: number;
}

/** A callback as it stands in an agent's list. */
export interface PendingCallback {
  /** the callback */
  callbackId: string;
  /** its ticket */
  ticketId: string;
  /** to call, E.164 */
  number: string | null;
  /** the person's name */
  contactName: string;
  /** what it is about */
  reason: string;
  /** whom was asked for */
  intendedFor: string;
  /** whose turn it is */
  extension: string;
  /** who may take it over */
  department: string;
  /** where it stands */
  status: CallbackStatus;
  /** how urgent it is */
  priority: CallbackPriority;
  /** none: as soon as possible */
  scheduledAt: Date | null;
  /** since the request */
  waitingMinutes: number;
  /** dials so far that count */
  attempts: number;
  /** any agent of the department may take it */
  released: boolean;
  /** the conversation was recorded */
  hasAudio: boolean;
  /** the conversation was written down */
  hasTranscript: boolean;
}

/** The click: call back now. */
export interface InitiateCallback {
  /** the callback */
  callbackId: string;
  /** whose phone rings; empty: the actor's, else the callback's */
  extension?: string | null;
  /** none: the callback's, else the tenant's setting */
  mode?: CallMode | null;
  /** not empty: the host dials under this id and reports the result */
  callId?: string | null;
  /** where the host believes that phone to be, by name or UUID: one of the tenant's PBX domains */
  domain?: string | null;
}

/** What became of the click. */
export interface InitiateOutcome {
  /** the callback */
  callbackId: string;
  /** the dial */
  dialId: string;
  /** of the call on the PBX */
  callId: string;
  /** where the dial stands */
  stage: DialStage;
  /** how it ended, if it has */
  end: DialEnd | null;
  /** the PBX has the dial, and the agent's phone was not taken meanwhile */
  success: boolean;
  /** why not, for the agent */
  reason: string;
  /** when it was refused for it */
  extensionState: ExtensionState | null;
  /** seconds, where trying again makes sense */
  retryAfter: number | null;
  /** false: still under way at the deadline */
  settled: boolean;
}

/** intended: stored before anything was ordered; accepted: the PBX has it; in_doubt: the PBX's answer got lost and it is asked; ended. */
export type DialStage = 'intended' | 'accepted' | 'in_doubt' | 'ended';

/** How a dial ended. */
export type DialEnd = 'unavailable' | 'forbidden' | 'agent_busy' | 'agent_unanswered' | 'no_route' | 'answered' | 'no_answer' | 'busy' | 'machine' | 'failed' | 'error' | 'canceled' | 'lost';

/** How a call went that the host placed. */
export interface ReportResult {
  /** the callback */
  callbackId: string;
  /** as given to or by initiate */
  callId: string;
  /** what became of the call to the customer */
  result: CallbackResult;
  /** 0-86400 */
  talkSeconds?: number | null;
}

/** Puts a callback off. */
export interface SnoozeCallback {
  /** the callback */
  callbackId: string;
  /** 1-1440; none: the tenant's setting */
  minutes?: number | null;
}

/** Not for this extension any more; never ends the callback. */
export interface DismissCallback {
  /** the callback */
  callbackId: string;
  /** whose; empty: the actor's, else the callback's */
  extension?: string | null;
}

/** Nobody is to be called back. */
export interface CancelCallback {
  /** the callback */
  callbackId: string;
  /** at most 500 characters */
  reason: string;
  /** the customer does not want it */
  byCustomer?: boolean | null;
}

/** Another time for a callback. */
export interface RescheduleCallback {
  /** the callback */
  callbackId: string;
  /** none: as soon as the extension is free */
  scheduledAt?: Date | null;
  /** the customer named the time: it waives the calling hours */
  byCustomer?: boolean | null;
}

/** Whose dials. */
export interface ListDials {
  /** the callback */
  callbackId: string;
}

/** Every dial of a callback. */
export interface DialList {
  /** oldest first */
  dials: Dial[];
}

/** One try to call a customer back. */
export interface Dial {
  /** its id */
  id: string;
  /** the callback it is of */
  callbackId: string;
  /** whose phone rang first */
  mode: CallMode;
  /** where it stands */
  stage: DialStage;
  /** how it ended */
  end: DialEnd | null;
  /** the agent's */
  extension: string;
  /** who clicked; empty: the host, or nobody */
  user: string;
  /** of the first leg on the PBX, or of the host's own call */
  callId: string;
  /** its id on the PBX; empty: the host dialled */
  agentLeg: string;
  /** its id on the PBX; empty: the host dialled */
  customerLeg: string;
  /** the PBX's own word for the end, e.g. "USER_BUSY" */
  cause: string;
  /** how long they talked */
  talkSeconds: number;
  /** the click */
  createdAt: Date;
  /** when the PBX had taken it */
  acceptedAt: Date | null;
  /** when the customer answered */
  answeredAt: Date | null;
  /** when it was over */
  endedAt: Date | null;
}

/** What a customer answered to a notice. */
export interface CallbackReply {
  /** the sender's number in any spelling */
  fromNumber: string;
  /** as written; at most 4096 bytes */
  text?: string | null;
  /** callback_yes, callback_later or callback_cancel */
  choiceId?: string | null;
  /** our id of the message it answers; empty: plain words */
  noticeId?: string | null;
}

/** What was made of a reply. */
export interface ReplyOutcome {
  /** false: an ordinary message */
  matched: boolean;
  /** the callback it belongs to */
  callbackId: string;
  /** what it means */
  meaning: ReplyMeaning | null;
  /** the callback was closed */
  tooLate: boolean;
  /** 0-10, the answer to how it went */
  score: number | null;
  /** what the customer is to be told */
  say: string;
}

/** What a customer's reply to a notice means. */
export type ReplyMeaning = 'yes' | 'later' | 'no' | 'opt_out' | 'wrong_person';

/** The customer's answer to "how did it go?". */
export interface RateCallback {
  /** the callback */
  callbackId: string;
  /** 0-10 */
  score: number;
}

/** Of callbacks asked for in a period. */
export interface GetCallbackMetrics {
  /** none: 30 days before the end */
  since?: Date | null;
  /** exclusive; none: now */
  until?: Date | null;
  /** of the agent: asked for or served there */
  extension?: string | null;
  /** case and accents do not matter */
  department?: string | null;
}

/** How well a tenant calls back. */
export interface CallbackMetrics {
  /** the period's first instant */
  since: Date;
  /** the first instant after it */
  until: Date;
  /** asked for in the period */
  created: number;
  /** of them */
  completed: number;
  /** of them */
  failed: number;
  /** of them */
  canceled: number;
  /** of them */
  open: number;
  /** failed by age */
  expired: number;
  /** canceled by the customer */
  abandoned: number;
  /** completed of completed and failed; above 80 */
  answeredPercent: Kpi;
  /** request or agreed time until the customer answers; below 15 */
  minutesToCallBack: Kpi;
  /** of the created; below 10 */
  abandonedPercent: Kpi;
  /** first alert until the click; below 60 */
  reactionSeconds: Kpi;
  /** failed by attempts or age, of the created; below 5 */
  expiredPercent: Kpi;
  /** 0-10, mean; above 8 */
  satisfaction: Kpi;
  /** share of 9 and 10 less share of 0 to 6, in percent */
  nps: number | null;
}

/** One figure with its goal. */
export interface Kpi {
  /** none: nothing to measure yet */
  value: number | null;
  /** the figure to reach */
  goal: number;
  /** false also without a value */
  met: boolean;
  /** how many it was measured on */
  of: number;
}

/** Of calls that began in a period. */
export interface GetTransferMetrics {
  /** none: 30 days before the end */
  since?: Date | null;
  /** exclusive; none: up to now */
  until?: Date | null;
  /** that was tried */
  destinationId?: string | null;
  /** of the agent: a destination's number that was tried */
  extension?: string | null;
  /** of the destination; case and accents do not matter */
  department?: string | null;
}

/** How well callers are put through. */
export interface TransferMetrics {
  /** the period's first instant */
  since: Date;
  /** the first instant after it */
  until: Date;
  /** in which a transfer was asked for */
  calls: number;
  /** asked for; a hunt and its retries are one */
  transfers: number;
  /** of the transfers */
  answered: number;
  /** of the transfers; above 70 */
  answeredPercent: Kpi;
  /** mean from the ring to its end; below 30 */
  holdSeconds: Kpi;
  /** of the calls: ticket or callback; below 30 */
  fallbackPercent: Kpi;
}

/** How long a callback will wait. */
export interface EstimateWait {
  /** the callback */
  callbackId: string;
}

/** An interval; without enough calls before it, none. */
export interface WaitEstimate {
  /** 1: the next */
  place: number;
  /** at least so long */
  leastMinutes: number | null;
  /** at most so long */
  mostMinutes: number | null;
}

/** The tenant's own. */
export interface GetCallbackSettings {

}

/** How a tenant's callbacks are watched and called. */
export interface CallbackSettings {
  /** until an ignored alert is repeated; 10-3600 */
  repeatSeconds: number;
  /** alerts before it is released; 1-10 */
  alerts: number;
  /** to the department, once the alerts were ignored */
  release: boolean;
  /** age at which it has failed; 0: never; at most 8760 */
  expireHours: number;
  /** where a callback or click names none */
  mode: CallMode;
  /** which retries dial by themselves */
  autoRetry: AutoRetry;
  /** after a taken phone or a refused line; 5-3600 */
  raceSeconds: number;
  /** after a customer who was not reached; 1-1440 */
  retryMinutes: number;
  /** unanswered agent legs before it is released; 1-20 */
  agentMisses: number;
  /** how long the agent's phone rings; 5-120 */
  agentRingSeconds: number;
  /** how long the customer's phone rings; 5-120 */
  customerRingSeconds: number;
  /** the agent hears number and reason first */
  contextAudio: boolean;
  /** where a snooze names none; 1-1440 */
  snoozeMinutes: number;
  /** the customer's "later"; 1-1440 */
  laterMinutes: number;
  /** WhatsApp notices to customers who asked for them */
  notices: boolean;
  /** and the question how it went, after a completed one */
  askScore: boolean;
  /** for that question outside of the 24-hour window */
  scoreTemplate: string;
}

/** Which retries dial by themselves: none; race: the one after a taken phone or a refused line; all: also the one after a customer who was not reached. */
export type AutoRetry = 'none' | 'race' | 'all';

/** Replaces the given members; the others stay. */
export interface ConfigureCallbacks {
  /** until an ignored alert is repeated; 10-3600 */
  repeatSeconds?: number | null;
  /** alerts before it is released; 1-10 */
  alerts?: number | null;
  /** to the department, once the alerts were ignored */
  release?: boolean | null;
  /** age at which it has failed; 0: never; at most 8760 */
  expireHours?: number | null;
  /** where a callback or click names none */
  mode?: CallMode | null;
  /** which retries dial by themselves */
  autoRetry?: AutoRetry | null;
  /** after a taken phone or a refused line; 5-3600 */
  raceSeconds?: number | null;
  /** after a customer who was not reached; 1-1440 */
  retryMinutes?: number | null;
  /** unanswered agent legs before it is released; 1-20 */
  agentMisses?: number | null;
  /** how long the agent's phone rings; 5-120 */
  agentRingSeconds?: number | null;
  /** how long the customer's phone rings; 5-120 */
  customerRingSeconds?: number | null;
  /** the agent hears number and reason first */
  contextAudio?: boolean | null;
  /** where a snooze names none; 1-1440 */
  snoozeMinutes?: number | null;
  /** the customer's "later"; 1-1440 */
  laterMinutes?: number | null;
  /** WhatsApp notices to customers who asked for them */
  notices?: boolean | null;
  /** and the question how it went, after a completed one */
  askScore?: boolean | null;
  /** for that question outside of the 24-hour window */
  scoreTemplate?: string | null;
}

/** A new messaging channel. */
export interface CreateChannel {
  /** what it is */
  kind?: ChannelKind | null;
  /** 1-100 characters */
  name: string;
  /** configuring, active or inactive */
  status?: ChannelStatus | null;
  /** taken where none is named; takes it from another one */
  isDefault?: boolean | null;
  /** its telephone number, as typed */
  number?: string | null;
  /** Meta's id of the number; of one channel only */
  phoneNumberId?: string | null;
  /** Meta's id of the business account */
  wabaId?: string | null;
  /** of the peer's interface */
  apiVersion?: string | null;
  /** https; of the peer's interface */
  baseUrl?: string | null;
  /** messages of the number, 1-1000 */
  ratePerSecond?: number | null;
  /** by which is sent; stored encrypted */
  accessToken?: string | null;
  /** by which webhooks are checked; stored encrypted */
  appSecret?: string | null;
  /** of the webhook's challenge; stored encrypted */
  verifyToken?: string | null;
}

/** What a channel is. */
export type ChannelKind = 'whatsapp';

/** Whether a channel can be used. */
export type ChannelStatus = 'configuring' | 'active' | 'inactive' | 'error';

/** A messaging channel; its credentials are never shown. */
export interface Channel {
  /** its id */
  id: string;
  /** what it is */
  kind: ChannelKind;
  /** as its people call it */
  name: string;
  /** whether it can be used */
  status: ChannelStatus;
  /** of an error */
  statusReason: string;
  /** taken where none is named */
  isDefault: boolean;
  /** its telephone number as E.164 */
  number: string;
  /** Meta's id of the number */
  phoneNumberId: string;
  /** Meta's id of the business account */
  wabaId: string;
  /** of the peer's interface */
  apiVersion: string;
  /** of the peer's interface */
  baseUrl: string;
  /** messages of the number, at most */
  ratePerSecond: number;
  /** false: the engine's messenger sends */
  hasAccessToken: boolean;
  /** false: its webhooks are refused */
  hasAppSecret: boolean;
  /** for the webhook's challenge */
  hasVerifyToken: boolean;
  /** the key that its credentials are encrypted with */
  keyId: string;
  /** when it was made */
  createdAt: Date;
  /** when it was changed last */
  updatedAt: Date;
}

/** Replaces the given members; the others stay. */
export interface UpdateChannel {
  /** which one */
  channelId: string;
  /** 1-100 characters */
  name?: string | null;
  /** its telephone number, as typed */
  number?: string | null;
  /** Meta's id of the number; of one channel only */
  phoneNumberId?: string | null;
  /** Meta's id of the business account */
  wabaId?: string | null;
  /** of the peer's interface */
  apiVersion?: string | null;
  /** https; of the peer's interface */
  baseUrl?: string | null;
  /** configuring, active or inactive */
  status?: ChannelStatus | null;
  /** taken where none is named; takes it from another one */
  isDefault?: boolean | null;
  /** messages of the number, 1-1000 */
  ratePerSecond?: number | null;
  /** empty: forgotten; a new one ends an error */
  accessToken?: string | null;
  /** empty: forgotten */
  appSecret?: string | null;
  /** empty: forgotten */
  verifyToken?: string | null;
}

/** Names a channel. */
export interface GetChannel {
  /** which one */
  channelId: string;
}

/** Asks for the channels, by id. */
export interface ListChannels {
  /** only of this */
  status?: ChannelStatus | null;
  /** 1 to 1000 */
  limit?: number | null;
  /** the last id of the page before */
  after?: string | null;
}

/** A page of channels. */
export interface ChannelList {
  /** by id */
  channels: Channel[];
}

/** Forgets a channel. */
export interface DeleteChannel {
  /** which */
  channelId: string;
}

/** A channel that is no more. */
export interface DeletedChannel {
  /** which it was */
  channelId: string;
}

/** Asks the service whether a channel is set up rightly. */
export interface ValidateChannel {
  /** which */
  channelId: string;
}

/** Whether number, account and token are right. */
export interface ChannelVerdict {
  /** which */
  channelId: string;
  /** the service takes them */
  valid: boolean;
  /** of the channel, now */
  status: ChannelStatus;
  /** why not */
  reason: string;
  /** in the service's words */
  detail: string;
  /** the name people see */
  verifiedName: string;
  /** as the service shows it */
  number: string;
  /** the service's rating of the number */
  quality: string;
}

/** What people see of a number. */
export interface GetBusinessProfile {
  /** which */
  channelId: string;
}

/** What people see of a number. */
export interface BusinessProfile {
  /** which */
  channelId: string;
  /** false: it could not be read */
  available: boolean;
  /** why not */
  reason: string;
  /** a line about the company */
  about: string;
  /** where it is */
  address: string;
  /** what it does */
  description: string;
  /** to write to */
  email: string;
  /** the line of business */
  vertical: string;
  /** of the picture */
  pictureUrl: string;
  /** its pages */
  websites: string[];
}

/** Encrypts all credentials with the newest key. */
export interface RotateChannels {

}

/** What a rotation did. */
export interface RotatedChannels {
  /** channels that had another key */
  rotated: number;
  /** the key that they have now */
  keyId: string;
}

/** Sends a text to see whether a channel works. */
export interface TestChannel {
  /** which one */
  channelId: string;
  /** one's own telephone, as typed */
  to: string;
  /** 1-4096 characters */
  text: string;
}

/** A message that was sent or received. */
export interface Message {
  /** its id */
  id: string;
  /** by which channel */
  channelId: string;
  /** which way it goes */
  direction: Direction;
  /** where it stands */
  status: MessageStatus;
  /** whom it is to or from: E.164, or "user:" and an id */
  address: string;
  /** the peer's id of it; empty until it took it */
  peerId: string;
  /** what it is, e.g. text, template, button, image, unknown */
  kind: string;
  /** what a person reads of it */
  text: string;
  /** of one that was sent */
  content: Content | null;
  /** the button or row that was chosen */
  choiceId: string;
  /** the file that was received with it */
  media: InboundMedia | null;
  /** of one that was received: as it came; absent from lists */
  raw: string;
  /** the peer's id of the message that it answers */
  answers: string;
  /** the same as ours, where it is known; absent from lists */
  answersId: string;
  /** what it is about, as whoever sent it said */
  reference: string;
  /** why it was not delivered, or the last try failed */
  failure: Failure;
  /** those that failed */
  tries: number;
  /** when it was written */
  createdAt: Date;
  /** when the peer took it */
  sentAt: Date | null;
  /** when it was on the person's device */
  deliveredAt: Date | null;
  /** when it was read */
  readAt: Date | null;
  /** when it failed */
  failedAt: Date | null;
  /** not sent after it */
  expiresAt: Date | null;
}

/** Which way a message goes. */
export type Direction = 'inbound' | 'outbound';

/** Where a message stands; it only moves forward. */
export type MessageStatus = 'received' | 'queued' | 'in_doubt' | 'sent' | 'delivered' | 'read' | 'failed';

/** What a message consists of; which members count depends on the kind. */
export interface Content {
  /** what it is */
  kind?: ContentKind | null;
  /** of a text, buttons or list; caption of a file */
  text?: string | null;
  /** of buttons and lists; at most 60 characters */
  header?: string | null;
  /** of buttons and lists; at most 60 characters */
  footer?: string | null;
  /** of a text: show what its link leads to */
  previewLinks?: boolean | null;
  /** 1-3 */
  buttons?: ReplyButton[] | null;
  /** what opens the list; 1-20 characters */
  listButton?: string | null;
  /** of a list; 1-10 */
  sections?: ListSection[] | null;
  /** of an image or document */
  media?: Media | null;
  /** of a template */
  templateMessage?: TemplateMessage | null;
}

/** What a message that is sent consists of. */
export type ContentKind = 'text' | 'template' | 'buttons' | 'list' | 'image' | 'document';

/** A button under a message. */
export interface ReplyButton {
  /** comes back when it is pressed; 1-256 bytes */
  id: string;
  /** 1-20 characters */
  title: string;
}

/** A part of a list. */
export interface ListSection {
  /** at most 24 characters; needed where there are several */
  title?: string | null;
  /** at most 10 in the whole list */
  rows: ListRow[];
}

/** One choice of a list. */
export interface ListRow {
  /** comes back when it is chosen; 1-200 bytes */
  id: string;
  /** 1-24 characters */
  title: string;
  /** at most 72 characters */
  description?: string | null;
}

/** A file, by the peer's id of it or by an address. */
export interface Media {
  /** of a template's header; else as the message's kind */
  kind?: MediaKind | null;
  /** the peer's; either this or a link */
  id?: string | null;
  /** https; the peer fetches it */
  link?: string | null;
  /** of a document, as it is shown */
  filename?: string | null;
}

/** What a file is. */
export type MediaKind = 'image' | 'video' | 'document';

/** A message approved beforehand, with what fills it. */
export interface TemplateMessage {
  /** lower case letters, digits and '_' */
  name: string;
  /** e.g. pt_BR */
  language: string;
  /** the texts of its places, in order */
  body?: string[] | null;
  /** the same of its header */
  header?: string[] | null;
  /** where the header is a file */
  headerMedia?: Media | null;
  /** those that are filled in */
  buttons?: TemplateButton[] | null;
}

/** A button of a template that is filled in. */
export interface TemplateButton {
  /** 0-9, as in the template */
  index: number;
  /** true: the value ends its address; false: a quick reply's id */
  url?: boolean | null;
  /** what fills it */
  value: string;
}

/** A file that somebody sent. */
export interface InboundMedia {
  /** by which it is fetched, for 7 days */
  id?: string | null;
  /** e.g. audio/ogg; codecs=opus */
  mimeType?: string | null;
  /** as the peer tells it */
  sha256?: string | null;
  /** of a document */
  filename?: string | null;
  /** recorded, not attached */
  voice?: boolean | null;
}

/** Why a message was not taken or not delivered. */
export interface Failure {
  /** what can be done about it */
  kind?: FailureKind | null;
  /** the peer's; 0 without one */
  code?: number | null;
  /** the peer's words */
  detail?: string | null;
}

/** Why a message was not taken or not delivered. */
export type FailureKind = 'none' | 'temporary' | 'rate_limited' | 'pair_limited' | 'window_closed' | 'sender_paused' | 'recipient_waits' | 'recipient_stopped' | 'recipient_unreachable' | 'recipient_skipped' | 'recipient_changed' | 'request_invalid' | 'template_invalid' | 'template_paused' | 'media' | 'unauthorized' | 'configuration' | 'account_blocked' | 'expired' | 'forbidden' | 'unknown';

/** Asks for a channel's templates. */
export interface ListStoredTemplates {
  /** empty: the one that sends */
  channelId?: string | null;
}

/** A channel's templates. */
export interface TemplateList {
  /** by name and language */
  templates: MessageTemplate[];
}

/** A message approved beforehand. */
export interface MessageTemplate {
  /** whose it is */
  channelId: string;
  /** its name */
  name: string;
  /** e.g. pt_BR */
  language: string;
  /** whether it may be sent */
  status: TemplateStatus;
  /** what it is for */
  category: TemplateCategory;
  /** its text, with places {{1}}, {{2}} */
  body: string;
  /** of a rejection or pause */
  reason: string;
  /** announces that a callback is ready */
  isCallback: boolean;
  /** when it was changed last */
  updatedAt: Date;
}

/** Whether a template may be sent. */
export type TemplateStatus = 'approved' | 'pending' | 'rejected' | 'paused' | 'disabled' | 'unknown';

/** What a template is for. */
export type TemplateCategory = 'marketing' | 'utility' | 'authentication' | 'unknown';

/** Writes what is known of a template; absent members stay. */
export interface SetTemplate {
  /** empty: the one that sends */
  channelId?: string | null;
  /** lower case letters, digits and '_' */
  name: string;
  /** e.g. pt_BR */
  language: string;
  /** whether it may be sent */
  status?: TemplateStatus | null;
  /** what it is for */
  category?: TemplateCategory | null;
  /** its text; at most 2000 characters */
  body?: string | null;
  /** true takes it from the channel's others */
  isCallback?: boolean | null;
}

/** Reads the peer's templates in the background. */
export interface SyncTemplates {
  /** empty: the one that sends */
  channelId?: string | null;
}

/** The peer's templates are being read. */
export interface SyncStarted {
  /** of this channel */
  channelId: string;
}

/** A message to a person, if it may go out. */
export interface SendMessage {
  /** empty: the channel that the tenant sends with */
  channelId?: string | null;
  /** a telephone number as typed, or a stored address */
  to: string;
  /** what is said */
  content: Content;
  /** why the person is contacted */
  purpose?: Purpose | null;
  /** of a requested one; none: just now */
  requestedAt?: Date | null;
  /** of a requested one: the person named the time */
  timeNamed?: boolean | null;
  /** who it is, where it matters */
  contactId?: string | null;
  /** which debt it is about */
  debt?: string | null;
  /** a message of this person that it answers */
  answers?: string | null;
  /** comes back in events; 1-64 characters */
  reference?: string | null;
  /** not sent after that; 60-2592000 */
  validSeconds?: number | null;
}

/** What became of a message. */
export interface SendAnswer {
  /** queued; none: it must not go out */
  message: Message | null;
  /** why not */
  reasons: GateReason[];
  /** when it may */
  nextAllowed: Date | null;
}

/** Names a message. */
export interface GetMessage {
  /** which one */
  messageId: string;
}

/** Asks for messages, the newest first. */
export interface ListMessages {
  /** as stored, or a number as typed; empty: of everybody */
  address?: string | null;
  /** 1 to 1000 */
  limit?: number | null;
  /** the oldest id of the page before */
  before?: string | null;
}

/** A page of messages. */
export interface MessageList {
  /** newest first */
  messages: Message[];
}

/** Tells the sender that a message was read. */
export interface MarkMessageRead {
  /** a received one */
  messageId: string;
  /** also that an answer is being written, for up to 25 s */
  typing?: boolean | null;
}

/** A message that the host's own messaging service received. */
export interface ReportReceivedMessage {
  /** empty: the channel that the tenant sends with */
  channelId?: string | null;
  /** the service's id of it; 1-200 characters */
  peerId: string;
  /** the sender's digits with the country code */
  fromNumber?: string | null;
  /** the sender's id that is no number; one of the two */
  fromUserId?: string | null;
  /** as the sender calls himself */
  profileName?: string | null;
  /** what it is */
  kind?: InboundKind | null;
  /** what a person reads */
  text?: string | null;
  /** of a button or row that was chosen */
  choiceId?: string | null;
  /** the service's id of the message it answers, edits, deletes or reacts to */
  answers?: string | null;
  /** the file; without id: none */
  media?: InboundMedia | null;
  /** when it was sent; none: now */
  at?: Date | null;
}

/** What somebody sent. */
export type InboundKind = 'text' | 'button' | 'list_reply' | 'image' | 'audio' | 'video' | 'document' | 'sticker' | 'location' | 'contacts' | 'reaction' | 'order' | 'system' | 'edited' | 'deleted' | 'unknown';

/** The message as it is stored. */
export interface ReceivedReport {
  /** false: it was known */
  isNew: boolean;
  /** the message */
  message: Message;
}

/** What became of a message, by the host's own messaging service. */
export interface ReportMessageStatus {
  /** empty: that of the message, else the usual one */
  channelId?: string | null;
  /** ours; one of the two ids is needed */
  messageId?: string | null;
  /** the service's id of it; at most 200 characters */
  peerId?: string | null;
  /** may come late or twice: never goes back */
  status: PeerStatus;
  /** of failed */
  failure?: Failure | null;
  /** when that was; none: now */
  at?: Date | null;
}

/** What a service tells of a message. */
export type PeerStatus = 'sent' | 'delivered' | 'read' | 'failed';

/** What a status brought. */
export interface StatusReport {
  /** ignored: nothing new; unknown: no message of ours */
  applied: StatusApplied;
  /** as it is now */
  message: Message | null;
}

/** What a status brought. */
export type StatusApplied = 'changed' | 'ignored' | 'unknown';

/** One POST of Meta's, as it was received. */
export interface ReceiveWebhook {
  /** the raw body, byte for byte; at most 4 MB */
  body: string | Uint8Array;
  /** the header X-Hub-Signature-256 */
  signature: string;
}

/** What was in a webhook; answer 200 whatever the counts. */
export interface WebhookReceipt {
  /** messages stored */
  received: number;
  /** statuses that changed a message */
  statuses: number;
  /** messages and statuses that bring nothing new */
  duplicates: number;
  /** of the account, its number, its templates, or who wants promotions */
  notices: number;
  /** of a number, account or message that is nobody's here */
  unknown: number;
}

/** Meta's question when a webhook is set up. */
export interface AnswerChallenge {
  /** hub.mode */
  mode?: string | null;
  /** hub.verify_token */
  verifyToken?: string | null;
  /** hub.challenge */
  challenge?: string | null;
}

/** What Meta wants to hear. */
export interface ChallengeAnswer {
  /** as text/plain with 200 */
  challenge: string;
}

/** A number that the tenant has already. */
export interface CreateNumber {
  /** as typed */
  number: string;
  /** at most 100 characters */
  label?: string | null;
  /** who is rung by calls to it; empty: everybody's */
  agentId?: string | null;
  /** of the phone service */
  accountId?: string | null;
  /** the phone service's id of it */
  peerId?: string | null;
  /** what it is for */
  purpose?: NumberPurpose | null;
  /** empty: that of the area code */
  state?: string | null;
  /** false: nobody is called by it */
  active?: boolean | null;
  /** calls on a local day; 0: the settings'; at most 100000 */
  dailyCap?: number | null;
}

/** What a number is for. */
export type NumberPurpose = 'any' | 'inbound' | 'outbound';

/** A telephone number of the tenant's own. */
export interface OwnNumber {
  /** its id */
  id: string;
  /** as E.164 */
  number: string;
  /** may be empty */
  label: string;
  /** who is rung by calls to it; empty: everybody's */
  agentId: string;
  /** of the phone service; may be empty */
  accountId: string;
  /** the phone service's id of it; may be empty */
  peerId: string;
  /** the one the phone service was told last; empty: not by us */
  baseUrl: string;
  /** whether it is the tenant's */
  status: NumberStatus;
  /** why it could not be bought, given back or told base_url */
  failure: string;
  /** what it is for */
  purpose: NumberPurpose;
  /** of its area code; may be empty */
  state: string;
  /** calls to it cost nothing */
  tollFree: boolean;
  /** false: nobody is called by it */
  active: boolean;
  /** calls on a local day; 0: the settings' */
  dailyCap: number;
  /** calls made by it */
  callCount: number;
  /** when the last one was made */
  lastUsedAt: Date | null;
  /** when it was stored */
  createdAt: Date;
  /** when it was changed last */
  updatedAt: Date;
}

/** Whether a number is the tenant's. */
export type NumberStatus = 'ordered' | 'in_doubt' | 'owned' | 'releasing' | 'failed' | 'released';

/** Replaces the given members; the others stay. */
export interface UpdateNumber {
  /** which */
  numberId: string;
  /** at most 100 characters */
  label?: string | null;
  /** the phone service's id of it */
  peerId?: string | null;
  /** of its area code */
  state?: string | null;
  /** who is rung by calls to it; empty: everybody's */
  agentId?: string | null;
  /** of the phone service */
  accountId?: string | null;
  /** what it is for */
  purpose?: NumberPurpose | null;
  /** false: nobody is called by it */
  active?: boolean | null;
  /** calls on a local day; 0: the settings'; at most 100000 */
  dailyCap?: number | null;
  /** the phone service is told to bring its calls to base_url */
  pushUrl?: boolean | null;
  /** it is given back to the phone service, in the background */
  release?: boolean | null;
}

/** Which number: exactly one key. */
export interface GetNumber {
  /** its id */
  numberId?: string | null;
  /** or the number itself, as typed */
  number?: string | null;
}

/** Which numbers; an absent filter lets everything pass. */
export interface ListNumbers {
  /** only of this status */
  status?: NumberStatus | null;
  /** only active ones, or only the others */
  active?: boolean | null;
  /** only this agent's */
  agentId?: string | null;
  /** at most so many, 1-1000 */
  limit?: number | null;
  /** the last id of the page before; empty: from the start */
  after?: string | null;
}

/** A page of own numbers. */
export interface NumberList {
  /** in the order of creation */
  numbers: OwnNumber[];
}

/** A number for one call, which is counted. */
export interface ChooseCallerId {
  /** who is called, as typed */
  to: string;
  /** none: the settings' */
  rotation?: Rotation | null;
  /** whose number stays the same; empty: that of the number called */
  contactId?: string | null;
}

/** By which own number people are called. */
export type Rotation = 'round_robin' | 'random' | 'least_used' | 'local_presence';

/** By which number a person is called. */
export interface CallerId {
  /** which of the tenant's own */
  numberId: string;
  /** as E.164 */
  number: string;
  /** may be empty */
  label: string;
  /** of the phone service */
  accountId: string;
  /** why it was this one */
  reason: CallerIdReason;
  /** calls today, this one included */
  usedToday: number;
}

/** Why a person is called by this number. */
export type CallerIdReason = 'sticky' | 'rotation' | 'local' | 'toll_free';

/** Numbers that the phone service sells now. */
export interface SearchNumbers {
  /** empty: the default one */
  accountId?: string | null;
  /** ISO 3166-1 alpha-2; empty: the tenant's */
  country?: string | null;
  /** at most 5 digits; empty: any */
  areaCode?: string | null;
  /** only those */
  tollFree?: boolean | null;
  /** at most so many, 1-100 */
  limit?: number | null;
}

/** What can be bought now. */
export interface OfferedNumbers {
  /** false: the phone service did not answer in time */
  settled: boolean;
  /** why it could not be asked */
  failure: string;
  /** what it sells */
  numbers: OfferedNumber[];
}

/** A number that can be bought. */
export interface OfferedNumber {
  /** as E.164 */
  number: string;
  /** state or province */
  region: string;
  /** town */
  locality: string;
}

/** A number to be bought. */
export interface BuyNumber {
  /** as typed */
  number: string;
  /** over which account */
  accountId?: string | null;
  /** at most 100 characters */
  label?: string | null;
  /** who is rung by calls to it */
  agentId?: string | null;
  /** what it is for */
  purpose?: NumberPurpose | null;
  /** calls on a local day; 0: the settings' */
  dailyCap?: number | null;
}

/** Calls a person, and the agent once they answer. */
export interface PlaceCall {
  /** as typed */
  to: string;
  /** who talks to them; empty: whoever takes the queue's next */
  agentId?: string | null;
  /** why the person is called */
  purpose?: Purpose | null;
  /** of a requested one; none: just now */
  requestedAt?: Date | null;
  /** of a requested one: the person named the time */
  timeNamed?: boolean | null;
  /** who it is */
  contactId?: string | null;
  /** which debt it is about */
  debt?: string | null;
  /** by which number; empty: by rotation */
  numberId?: string | null;
  /** none: the settings' */
  rotation?: Rotation | null;
  /** the agent hears whom; at most 100 characters */
  name?: string | null;
  /** and what about; at most 300 characters */
  context?: string | null;
  /** the host's; at most 64 characters */
  reference?: string | null;
  /** none: the settings' */
  detection?: Detection | null;
  /** none: the settings' */
  recorded?: Recorded | null;
  /** none: the settings' */
  machineAction?: MachineAction | null;
  /** as the settings say */
  disclaimer?: boolean | null;
  /** how long the phone rings; 5-600 */
  ringSeconds?: number | null;
}

/** Whether and when it is found out who answered. */
export type Detection = 'off' | 'synchronous' | 'asynchronous';

/** Whether calls are recorded, and on how many channels. */
export type Recorded = 'off' | 'mono' | 'dual';

/** What becomes of a call that a machine answered. */
export type MachineAction = 'hang_up' | 'message';

/** What becomes of a call to be placed. */
export interface PlacedCall {
  /** intended; none: it must not be made */
  call: Call | null;
  /** by which number */
  callerId: CallerId | null;
  /** why not */
  reasons: GateReason[];
  /** when it may */
  nextAllowed: Date | null;
}

/** A call over the phone service. */
export interface Call {
  /** ours */
  id: string;
  /** the phone service's; empty: not known yet */
  sid: string;
  /** over which account; may be empty */
  accountId: string;
  /** of the call that this is a leg of */
  parentSid: string;
  /** who began it */
  direction: CallDirection;
  /** where it stands with us */
  stage: CallStage;
  /** where it stands with the phone service */
  status: CallStatus;
  /** who talked, or is to talk; may be empty */
  agentId: string;
  /** of ours; may be empty */
  numberId: string;
  /** as E.164, else as told */
  fromNumber: string;
  /** as E.164, else as told */
  toNumber: string;
  /** how long it was */
  seconds: number;
  /** four decimals; empty: not known yet */
  cost: string;
  /** of the cost */
  currency: string;
  /** human, machine_start, fax, unknown …; empty: nobody looked */
  answeredBy: string;
  /** why it ended, where that is known */
  cause: string;
  /** none: there is none */
  recording: CallRecording | null;
  /** the host's */
  reference: string;
  /** when it began */
  startedAt: Date;
  /** of a call to us: by an agent */
  answeredAt: Date | null;
  /** when it was over */
  endedAt: Date | null;
  /** when it was changed last */
  updatedAt: Date;
}

/** Who began a call. */
export type CallDirection = 'inbound' | 'outbound';

/** Where a call stands with us. */
export type CallStage = 'intended' | 'accepted' | 'in_doubt' | 'ended';

/** Where a call stands with the phone service. */
export type CallStatus = 'queued' | 'initiated' | 'ringing' | 'in_progress' | 'completed' | 'busy' | 'no_answer' | 'failed' | 'canceled';

/** The recording of a call. */
export interface CallRecording {
  /** the phone service's id */
  sid: string;
  /** at the phone service; not for browsers */
  url: string;
  /** whether it is there */
  status: RecordingStatus;
  /** how long it is */
  seconds: number;
  /** 2: each side on its own */
  channels: number;
}

/** Whether there is a recording. */
export type RecordingStatus = 'in_progress' | 'completed' | 'absent';

/** Connects an agent with the queue's next caller. */
export interface TakeNextCaller {
  /** who */
  agentId: string;
  /** empty: the settings' */
  queue?: string | null;
}

/** Which call. */
export interface HangUpCall {
  /** its id */
  callId: string;
}

/** Which call: exactly one key. */
export interface GetCall {
  /** our id */
  callId?: string | null;
  /** or the phone service's */
  sid?: string | null;
}

/** Which calls; an absent filter lets everything pass. */
export interface ListCalls {
  /** begun then or later */
  since?: Date | null;
  /** begun before */
  until?: Date | null;
  /** only of this status */
  status?: CallStatus | null;
  /** only of this direction */
  direction?: CallDirection | null;
  /** only this agent's */
  agentId?: string | null;
  /** the legs of this call, else calls that are no legs */
  parentSid?: string | null;
  /** at most so many, 1-1000 */
  limit?: number | null;
  /** the last id of the page before; empty: from the newest */
  after?: string | null;
}

/** A page of calls. */
export interface CallList {
  /** newest first */
  calls: Call[];
}

/** Of calls that began in a period, without legs. */
export interface GetCallMetrics {
  /** none: 30 days before until */
  since?: Date | null;
  /** exclusive; none: up to now */
  until?: Date | null;
  /** by what the period is divided, in the tenant's zone */
  trend?: Trend | null;
  /** only of this direction */
  direction?: CallDirection | null;
  /** only this agent's */
  agentId?: string | null;
}

/** By what a period is divided. */
export type Trend = 'hour' | 'day' | 'week' | 'month';

/** Figures of a period, and how they went. */
export interface CallMetrics {
  /** of the period */
  since: Date;
  /** of the period */
  until: Date;
  /** of the whole period */
  figures: CallFigures;
  /** up to until */
  today: CallFigures;
  /** up to until */
  thisWeek: CallFigures;
  /** up to until */
  thisMonth: CallFigures;
  /** each part of the period, also empty ones */
  trend: CallTrendPoint[];
}

/** Figures of calls. */
export interface CallFigures {
  /** how many */
  total: number;
  /** by a person */
  answered: number;
  /** ended without */
  unanswered: number;
  /** of the answered ones that are over */
  averageSeconds: number | null;
}

/** Figures of an hour, day, week or month. */
export interface CallTrendPoint {
  /** local in the tenant's zone */
  begins: string;
  /** of what began in it */
  figures: CallFigures;
}

/** The tenant's own. */
export interface GetCallSettings {

}

/** How a tenant wants its calls over the phone service. */
export interface CallSettings {
  /** by which own number people are called */
  rotation: Rotation;
  /** calls of a number on a local day; 0: no cap; at most 100000 */
  dailyCap: number;
  /** a person keeps their number for so long; 0: never; at most 365 */
  stickyDays: number;
  /** of local_presence */
  localStates: string[];
  /** what a caller hears of the recording */
  disclaimer: Disclaimer;
  /** https address of an MP3 */
  disclaimerAudio: string;
  /** pt-BR or en-US; empty: the tenant's */
  language: string;
  /** of the phone service; empty: the language's usual one */
  voice: string;
  /** whether calls are recorded */
  recorded: Recorded;
  /** who answers hears first who calls */
  whisper: boolean;
  /** whether it is found out who answered */
  detection: Detection;
  /** what becomes of a call that a machine answered */
  machineAction: MachineAction;
  /** https address of an MP3; empty: a text */
  machineAudio: string;
  /** public https address of the host's routes */
  baseUrl: string;
  /** where callers wait; 1-64 characters */
  queue: string;
  /** https address of an MP3; empty: the sentence alone, every 10 s */
  queueMusic: string;
  /** 1-5000 callers */
  queueSize: number;
  /** how long the agent's phone rings; 5-600 */
  ringSeconds: number;
  /** how long the agent's mobile rings; 5-600 */
  followSeconds: number;
  /** the longest message; 1-3600 */
  voicemailSeconds: number;
  /** of TaskRouter; empty: the queue alone */
  workflowSid: string;
  /** of TaskRouter; empty: presence is not kept in step */
  workspaceSid: string;
  /** TaskRouter's; empty: not kept in step */
  availableActivity: string;
  /** TaskRouter's; empty: not kept in step */
  busyActivity: string;
  /** TaskRouter's; empty: not kept in step */
  offlineActivity: string;
  /** what people are alerted of */
  alerts: AlertKind[];
  /** single alerts in a window, the others are digested; 0-1000 */
  alertLimit: number;
  /** 60-86400 */
  alertWindowSeconds: number;
}

/** What a caller hears of the recording. */
export type Disclaimer = 'none' | 'text' | 'audio';

/** What people are alerted of. */
export type AlertKind = 'missed_call' | 'voicemail' | 'call_failed' | 'no_caller_id' | 'recording_failed' | 'account_refused' | 'phone_system_lost' | 'channel_refused' | 'job_dead';

/** Replaces the given members; the others stay. */
export interface ConfigureCalls {
  /** by which own number people are called */
  rotation?: Rotation | null;
  /** calls of a number on a local day; 0: no cap; at most 100000 */
  dailyCap?: number | null;
  /** a person keeps their number for so long; 0: never; at most 365 */
  stickyDays?: number | null;
  /** of local_presence */
  localStates?: string[] | null;
  /** what a caller hears of the recording */
  disclaimer?: Disclaimer | null;
  /** https address of an MP3 */
  disclaimerAudio?: string | null;
  /** pt-BR or en-US; empty: the tenant's */
  language?: string | null;
  /** of the phone service; empty: the language's usual one */
  voice?: string | null;
  /** whether calls are recorded */
  recorded?: Recorded | null;
  /** who answers hears first who calls */
  whisper?: boolean | null;
  /** whether it is found out who answered */
  detection?: Detection | null;
  /** what becomes of a call that a machine answered */
  machineAction?: MachineAction | null;
  /** https address of an MP3; empty: a text */
  machineAudio?: string | null;
  /** public https address of the host's routes */
  baseUrl?: string | null;
  /** where callers wait; 1-64 characters */
  queue?: string | null;
  /** https address of an MP3; empty: the sentence alone, every 10 s */
  queueMusic?: string | null;
  /** 1-5000 callers */
  queueSize?: number | null;
  /** how long the agent's phone rings; 5-600 */
  ringSeconds?: number | null;
  /** how long the agent's mobile rings; 5-600 */
  followSeconds?: number | null;
  /** the longest message; 1-3600 */
  voicemailSeconds?: number | null;
  /** of TaskRouter; empty: the queue alone */
  workflowSid?: string | null;
  /** of TaskRouter; empty: presence is not kept in step */
  workspaceSid?: string | null;
  /** TaskRouter's; empty: not kept in step */
  availableActivity?: string | null;
  /** TaskRouter's; empty: not kept in step */
  busyActivity?: string | null;
  /** TaskRouter's; empty: not kept in step */
  offlineActivity?: string | null;
  /** what people are alerted of */
  alerts?: AlertKind[] | null;
  /** single alerts in a window, the others are digested; 0-1000 */
  alertLimit?: number | null;
  /** 60-86400 */
  alertWindowSeconds?: number | null;
}

/** How a tenant wants its recordings. */
export interface GetRecordingSettings {

}

/** Whether recordings are stored in a bucket, and how long. */
export interface RecordingSettings {
  /** completed recordings are stored */
  store: boolean;
  /** https address; empty: Amazon's of the region */
  endpoint: string;
  /** of the bucket */
  region: string;
  /** its name */
  bucket: string;
  /** whether the bucket is part of the path */
  pathStyle: boolean;
  /** before each object's key */
  prefix: string;
  /** whose requests they are */
  accessKeyId: string;
  /** whether its secret is stored */
  hasSecret: boolean;
  /** of temporary credentials */
  hasSessionToken: boolean;
  /** of the audio */
  format: AudioFormat;
  /** there only once it is stored */
  deleteAtTwilio: boolean;
  /** of what is stored; 0: for ever */
  retentionDays: number;
  /** the key that the credentials are encrypted with */
  keyId: string;
}

/** Of an audio file. */
export type AudioFormat = 'wav' | 'mp3';

/** Replaces the given members; the others stay. */
export interface ConfigureRecordings {
  /** completed recordings are stored from now on */
  store?: boolean | null;
  /** https address without a path; empty: Amazon's of the region */
  endpoint?: string | null;
  /** of the bucket */
  region?: string | null;
  /** its name */
  bucket?: string | null;
  /** whether the bucket is part of the path */
  pathStyle?: boolean | null;
  /** before each object's key; at most 200 characters */
  prefix?: string | null;
  /** whose requests they are */
  accessKeyId?: string | null;
  /** its secret */
  secretAccessKey?: string | null;
  /** of temporary credentials; empty: none */
  sessionToken?: string | null;
  /** of the audio */
  format?: AudioFormat | null;
  /** there only once it is stored */
  deleteAtTwilio?: boolean | null;
  /** of what is stored, 0-36500; 0: for ever */
  retentionDays?: number | null;
}

/** Encrypts the credentials with the newest key. */
export interface RotateRecordings {

}

/** What was encrypted anew. */
export interface RotatedRecordings {
  /** how many */
  rotated: number;
  /** with which key */
  keyId: string;
}

/** One recording. */
export interface GetRecording {
  /** its id */
  recordingId: string;
}

/** A recording, at Twilio or in the tenant's bucket. */
export interface StoredRecording {
  /** its id */
  id: string;
  /** of which call */
  callId: string;
  /** of which account */
  accountId: string;
  /** Twilio's id of it */
  sid: string;
  /** where it is */
  state: RecordingState;
  /** why it is not stored, or not removed, so far */
  failure: string;
  /** whether it is still there */
  atTwilio: boolean;
  /** of its object */
  place: ObjectPlace;
  /** of the object */
  format: AudioFormat;
  /** of the object; 0: not stored */
  bytes: number;
  /** of the object, 64 hex digits */
  sha256: string;
  /** how long it plays */
  seconds: number;
  /** 2: each side on its own */
  channels: number;
  /** when we were told of it */
  createdAt: Date;
  /** when it was stored and held to its checksum */
  storedAt: Date | null;
  /** when its object was removed */
  removedAt: Date | null;
  /** when it was changed last */
  updatedAt: Date;
}

/** Where a recording is. */
export type RecordingState = 'at_twilio' | 'waiting' | 'stored' | 'failed' | 'expired' | 'erased';

/** Where an object of a bucket lies. */
export interface ObjectPlace {
  /** empty: Amazon's of the region */
  endpoint: string;
  /** of the bucket */
  region: string;
  /** its name */
  bucket: string;
  /** whether the bucket is part of the path */
  pathStyle: boolean;
  /** of the object; empty: it is nowhere yet */
  key: string;
}

/** Recordings, newest first. */
export interface ListRecordings {
  /** only of this call */
  callId?: string | null;
  /** only of this one */
  state?: RecordingState | null;
  /** at most so many, 1-1000 */
  limit?: number | null;
  /** the last id of the page before */
  after?: string | null;
}

/** A page of recordings. */
export interface RecordingList {
  /** newest first */
  recordings: StoredRecording[];
}

/** A recording to be stored. */
export interface StoreRecording {
  /** its id */
  recordingId: string;
}

/** What a player asks for, by one of the two ids. */
export interface PlayRecording {
  /** of a call the newest recording */
  callId?: string | null;
  /** this one */
  recordingId?: string | null;
  /** the player's Range header; empty: none */
  range?: string | null;
}

/** What a player is answered, at most 2 MB at a time. */
export interface RecordingAudio {
  /** 200, 206 or 416 */
  status: number;
  /** audio/x-wav or audio/mpeg */
  contentType: string;
  /** bytes 0-1023/146515; empty with 200 */
  contentRange: string;
  /** bytes */
  acceptRanges: string;
  /** bytes of the whole; 0: not known */
  total: number;
  /** the bytes */
  body: Uint8Array;
}

/** Makes or replaces the given members of a line. */
export interface SetLine {
  /** whose */
  agentId: string;
  /** 1-121 letters, digits, _, -, ., @; at first the user id */
  identity?: string | null;
  /** as typed, or sip:… */
  phone?: string | null;
  /** as typed */
  mobile?: string | null;
  /** WK and 32 hex digits */
  workerSid?: string | null;
}

/** How an agent is reached by the phone service. */
export interface AgentLine {
  /** whose */
  agentId: string;
  /** of the browser or app */
  identity: string;
  /** who is rung first; empty: the browser or app */
  phone: string;
  /** follow-me; empty: none */
  mobile: string;
  /** of TaskRouter; empty: none */
  workerSid: string;
  /** whether they may be rung */
  presence: Presence;
  /** what TaskRouter told last */
  workerActivity: string;
  /** of the presence */
  changedAt: Date;
  /** when it was changed last */
  updatedAt: Date;
}

/** Whether an agent may be rung. */
export type Presence = 'available' | 'busy' | 'offline';

/** Which line: exactly one key. */
export interface GetLine {
  /** the agent's */
  agentId?: string | null;
  /** or that of the browser or app */
  identity?: string | null;
}

/** Which lines; an absent filter lets everything pass. */
export interface ListLines {
  /** only of this presence */
  presence?: Presence | null;
  /** at most so many, 1-1000 */
  limit?: number | null;
  /** the last agent of the page before; empty: from the start */
  after?: string | null;
}

/** A page of lines. */
export interface LineList {
  /** by agent */
  lines: AgentLine[];
}

/** Whether an agent may be rung. */
export interface SetPresence {
  /** who */
  agentId: string;
  /** from now on */
  presence: Presence;
}

/** A token for an agent's browser or app. */
export interface GetLineToken {
  /** whose */
  agentId: string;
  /** empty: the default one */
  accountId?: string | null;
  /** seconds it is valid, 60-86400 */
  ttl?: number | null;
}

/** What the browser or app shows. */
export interface LineToken {
  /** a secret of its holder */
  token: string;
  /** by which it is rung */
  identity: string;
  /** from then on worth nothing */
  expiresAt: Date;
}

/** An account that the tenant has already. */
export interface CreatePhoneAccount {
  /** 1-100 characters */
  name: string;
  /** AC and 32 hex digits */
  accountSid: string;
  /** signs webhooks; it or an API key must be given */
  token?: string | null;
  /** SK and 32 hex digits */
  apiKeySid?: string | null;
  /** of agents' access tokens */
  apiKeySecret?: string | null;
  /** AP and 32 hex digits */
  applicationSid?: string | null;
  /** of the phone service's hosts */
  edge?: string | null;
  /** of the phone service's hosts */
  region?: string | null;
  /** the one that is taken where none is named */
  isDefault?: boolean | null;
  /** 1-100, as the phone service grants; more wait */
  callsPerSecond?: number | null;
}

/** An account of the phone service, without its credentials. */
export interface PhoneAccount {
  /** its id */
  id: string;
  /** as people call it */
  name: string;
  /** the phone service's; empty: not open yet */
  accountSid: string;
  /** of a subaccount */
  parentId: string;
  /** whether it can be used */
  status: AccountStatus;
  /** why it is refused or failed, or not switched off or on */
  failure: string;
  /** the one that is taken where none is named */
  isDefault: boolean;
  /** that agents' phones call through */
  applicationSid: string;
  /** of the phone service's hosts */
  edge: string;
  /** of the phone service's hosts */
  region: string;
  /** as many calls go out over it; more wait */
  callsPerSecond: number;
  /** false: its webhooks are refused */
  hasToken: boolean;
  /** false: agents get no access token */
  hasApiKey: boolean;
  /** the key that its credentials are encrypted with */
  keyId: string;
  /** when it was stored */
  createdAt: Date;
  /** when it was changed last */
  updatedAt: Date;
}

/** Whether an account can be used. */
export type AccountStatus = 'ordered' | 'in_doubt' | 'active' | 'suspending' | 'suspended' | 'resuming' | 'refused' | 'failed' | 'closed';

/** A new subaccount; phone_account.updated tells of it. */
export interface OpenSubaccount {
  /** empty: the default account */
  parentId?: string | null;
  /** 1-40 characters */
  name: string;
}

/** Replaces the given members; the others stay. */
export interface UpdatePhoneAccount {
  /** which */
  accountId: string;
  /** 1-100 characters */
  name?: string | null;
  /** signs webhooks */
  token?: string | null;
  /** SK and 32 hex digits */
  apiKeySid?: string | null;
  /** of agents' access tokens */
  apiKeySecret?: string | null;
  /** AP and 32 hex digits */
  applicationSid?: string | null;
  /** of the phone service's hosts */
  edge?: string | null;
  /** of the phone service's hosts */
  region?: string | null;
  /** the one that is taken where none is named */
  isDefault?: boolean | null;
  /** 1-100, as the phone service grants; more wait */
  callsPerSecond?: number | null;
  /** true: nothing is placed over it; a subaccount at the phone service too */
  suspended?: boolean | null;
}

/** Which account. */
export interface GetPhoneAccount {
  /** its id */
  accountId: string;
}

/** The accounts, in pages. */
export interface ListPhoneAccounts {
  /** at most so many, 1-1000 */
  limit?: number | null;
  /** the last id of the page before; empty: from the start */
  after?: string | null;
}

/** A page of accounts. */
export interface PhoneAccountList {
  /** in the order of creation */
  accounts: PhoneAccount[];
}

/** All of the tenant's. */
export interface RotatePhoneAccounts {

}

/** What was encrypted anew. */
export interface RotatedPhoneAccounts {
  /** those that had another key */
  rotated: number;
  /** the key they have now */
  keyId: string;
}

/** A chat room, or a person on WhatsApp. */
export interface CreateAlertTarget {
  /** by which service */
  kind: AlertTargetKind;
  /** 1-100 characters */
  name: string;
  /** of Slack, needed: https://hooks.slack.com/services/T…/B…/… */
  url?: string | null;
  /** of WhatsApp, needed: as typed */
  number?: string | null;
  /** of WhatsApp, needed: approved, with one place for the text */
  templateName?: string | null;
  /** of WhatsApp; empty: the one that the tenant sends with */
  channelId?: string | null;
}

/** Where alerts go. */
export type AlertTargetKind = 'slack' | 'whatsapp';

/** Where alerts go: a chat room, or a person on WhatsApp. */
export interface AlertTarget {
  /** its id */
  id: string;
  /** by which service */
  kind: AlertTargetKind;
  /** as people call it */
  name: string;
  /** whether alerts are sent to it */
  status: AlertTargetStatus;
  /** why the last alert was not delivered; empty: it was */
  failure: string;
  /** whether an address is stored */
  hasUrl: boolean;
  /** of WhatsApp: E.164 */
  number: string;
  /** of WhatsApp, outside of the 24-hour window */
  templateName: string;
  /** of WhatsApp; empty: the one that the tenant sends with */
  channelId: string;
  /** of Slack: of the alert that waits first */
  tries: number;
  /** the key that the address is encrypted with */
  keyId: string;
  /** of Slack: nothing is sent before */
  retryAt: Date | null;
  /** when an alert was taken last */
  deliveredAt: Date | null;
  /** when it was stored */
  createdAt: Date;
  /** when it was changed last */
  updatedAt: Date;
}

/** Whether alerts are sent to it. */
export type AlertTargetStatus = 'active' | 'suspended' | 'refused';

/** Replaces the given members; the others stay. */
export interface UpdateAlertTarget {
  /** which */
  targetId: string;
  /** 1-100 characters */
  name?: string | null;
  /** of WhatsApp: as typed */
  number?: string | null;
  /** of WhatsApp: approved, with one place for the text */
  templateName?: string | null;
  /** of Slack; ends a refusal */
  url?: string | null;
  /** of WhatsApp; empty: the one that the tenant sends with */
  channelId?: string | null;
  /** true: nothing is sent to it; false: again */
  suspended?: boolean | null;
}

/** One target. */
export interface GetAlertTarget {
  /** which */
  targetId: string;
}

/** The targets, in pages. */
export interface ListAlertTargets {
  /** 1-1000 */
  limit?: number | null;
  /** the last id of the page before */
  after?: string | null;
}

/** A page of targets. */
export interface AlertTargetList {
  /** in the order of creation */
  targets: AlertTarget[];
}

/** Forgets a target and what waits for it. */
export interface DeleteAlertTarget {
  /** which */
  targetId: string;
}

/** It is forgotten. */
export interface DeletedAlertTarget {
  /** which */
  targetId: string;
}

/** Sends one text, to see whether it arrives. */
export interface TestAlertTarget {
  /** which */
  targetId: string;
}

/** A test on its way; alert.delivered or alert.failed tells of it. */
export interface AlertTest {
  /** its id */
  alertId: string;
}

/** Encrypts every address anew. */
export interface RotateAlertTargets {

}

/** What was encrypted anew. */
export interface RotatedAlertTargets {
  /** those that had another key */
  rotated: number;
  /** the one they have now */
  keyId: string;
}

/** One request of the phone service, as it was received. */
export interface VoiceWebhook {
  /** the configured public URL with the query as it came */
  url: string;
  /** the header X-Twilio-Signature */
  signature?: string | null;
  /** raw, at most 4 MB; empty for GET */
  body?: string | Uint8Array | null;
  /** the header */
  contentType?: string | null;
  /** the header I-Twilio-Idempotency-Token */
  idempotencyToken?: string | null;
}

/** What to answer the phone service. */
export interface VoiceAnswer {
  /** of HTTP */
  status: number;
  /** the header */
  contentType: string;
  /** as it is */
  body: string;
  /** what was done */
  outcome: WebhookOutcome;
}

/** What was done about a webhook. */
export type WebhookOutcome = 'done' | 'repeated' | 'unknown' | 'forged' | 'too_large';

/** What Twilio signs: a URL, and the parameters of a form. */
export interface TwilioSign {
  /** the account's AuthToken */
  token: string;
  /** whole, byte for byte; of JSON with its bodySHA256 */
  url: string;
  /** of a form that is posted: each a text or a list of texts */
  params?: Record<string, string | string[]> | null;
}

/** A request as it was received, and its signature. */
export interface TwilioValidate {
  /** the AuthToken of the account that sent it */
  token: string;
  /** the header X-Twilio-Signature */
  signature: string;
  /** the public URL, with the query as it came */
  url: string;
  /** raw, at most 4 MB; empty for GET and WebSocket */
  body?: string | Uint8Array | null;
  /** the header Content-Type */
  contentType?: string | null;
}

/** What the Voice SDK lets an agent ring and call with. */
export interface TwilioAccessToken {
  /** AC and 32 hex digits */
  accountSid: string;
  /** SK and 32 hex digits: the API key */
  keySid: string;
  /** the API key's secret */
  keySecret: string;
  /** whom <Client> rings, 1-256 characters */
  identity: string;
  /** seconds until it ends, 1-86400 */
  ttl: number;
  /** an instant, or seconds since 1970 */
  issuedAt: Date | number;
  /** whether it may be rung */
  incoming?: boolean | null;
  /** AP and 32 hex digits: through which it may call; empty: it may not */
  outgoingApplicationSid?: string | null;
  /** of the API key, e.g. ie1; empty: us1 */
  region?: string | null;
  /** given to the application at every call */
  outgoingParams?: Record<string, string> | null;
  /** CR and 32 hex digits, for ringing apps */
  pushCredentialSid?: string | null;
  /** an instant, or seconds since 1970 */
  notBefore?: Date | number | null;
}

/** What a voice webhook answers. */
export interface TwimlDocument {
  /** in order; each an object with its kind: say, play, dial … */
  verbs: ({ kind: string; [member: string]: unknown })[];
}

/** A webhook as it was received, and its signature. */
export interface WhatsAppValidate {
  /** the Meta app's secret */
  appSecret: string;
  /** the header X-Hub-Signature-256 */
  signature: string;
  /** raw, byte for byte */
  body: string | Uint8Array;
}

/** A webhook's body. */
export interface WhatsAppParse {
  /** raw, at most 4 MB */
  body: string | Uint8Array;
}

/** What a webhook says. */
export interface WhatsAppWebhook {
  /** in the order they came */
  changes: WhatsAppChange[];
}

/** What a webhook says about one number or account. */
export interface WhatsAppChange {
  /** the business account */
  wabaId: string;
  /** empty for what concerns the whole account */
  phoneNumberId: string;
  /** in the order they came */
  items: WhatsAppItem[];
}

/** One thing that a webhook says. */
export interface WhatsAppItem {
  /** which of the others is set */
  kind: WhatsAppItemKind;
  /** somebody wrote */
  message: WhatsAppMessage | null;
  /** of a message of ours */
  status: WhatsAppStatusChange | null;
  /** of a template */
  templateState: TemplateState | null;
  /** about promotions */
  preference: WhatsAppPreference | null;
  /** anything else */
  notice: WhatsAppNotice | null;
}

/** What something in a webhook is. */
export type WhatsAppItemKind = 'message' | 'status' | 'template' | 'preference' | 'notice';

/** A message that somebody sent. */
export interface WhatsAppMessage {
  /** WhatsApp's id of it */
  peerId: string;
  /** the sender as WhatsApp calls it, e.g. digits; may be empty */
  fromNumber: string;
  /** the sender's id that is no number; may be empty */
  fromUserId: string;
  /** as the sender calls himself */
  profileName: string;
  /** when it was sent */
  at: Date;
  /** what it is */
  kind: InboundKind;
  /** WhatsApp's own word for that */
  type: string;
  /** body, caption, title of what was chosen, or emoji */
  text: string;
  /** id or payload of what was chosen */
  choiceId: string;
  /** the id of the message it answers, edits, deletes or reacts to */
  answers: string;
  /** the file; without id: none */
  media: InboundMedia;
  /** the message as JSON, as it came; empty beyond 64 kB */
  raw: string;
}

/** What became of a message that was sent. */
export interface WhatsAppStatusChange {
  /** WhatsApp's id of the message */
  peerId: string;
  /** ours, as given when it was sent; may be empty */
  messageId: string;
  /** may come late or twice: never goes back */
  status: PeerStatus;
  /** when that was */
  at: Date;
  /** the recipient as WhatsApp calls it */
  peerAddress: string;
  /** when failed */
  failure: Failure;
}

/** A template as a service tells of it. */
export interface TemplateState {
  /** its name */
  name: string;
  /** e.g. pt_BR */
  language: string;
  /** whether it may be sent */
  status: TemplateStatus;
  /** what it is for */
  category: TemplateCategory;
  /** with its places */
  body: string;
  /** of a rejection or pause */
  reason: string;
}

/** Somebody stopped promotions in WhatsApp, or takes them again. */
export interface WhatsAppPreference {
  /** who, as WhatsApp calls them, e.g. digits; may be empty */
  fromNumber: string;
  /** their id that is no number; may be empty */
  fromUserId: string;
  /** false: they take them again */
  stopped: boolean;
  /** when they said so */
  at: Date;
}

/** Something told of the account, the number or groups. */
export interface WhatsAppNotice {
  /** Meta's name of it, e.g. account_update */
  field: string;
  /** JSON as it came; empty where it holds personal data */
  raw: string;
}

/** Asks what the tenant's work is waiting for. */
export interface GetJobStats {

}

/** What the tenant's work is waiting for. */
export interface JobStats {
  /** by name; those with jobs */
  kinds: JobCount[];
}

/** The jobs of one kind. */
export interface JobCount {
  /** e.g. callback.sweep */
  kind: string;
  /** for their time, or for their turn */
  waiting: number;
  /** being done */
  leased: number;
  /** of those waiting: more than a second past their due time */
  late: number;
  /** given up after 12 attempts; a person has to look */
  dead: number;
  /** of those waiting; none: nothing waits */
  oldestDue: Date | null;
}

/** A host's HTTP routes and what they stand for. */
export interface MakeOpenapi {
  /** of the API */
  title: string;
  /** of the API */
  version: string;
  /** in the order of the document */
  routes: HttpRoute[];
  /** base URL; empty: where the document came from */
  server?: string | null;
}

/** A route of the host. */
export interface HttpRoute {
  /** GET, POST, PUT, PATCH, DELETE */
  method: string;
  /** e.g. /extension/status/{extension} */
  path: string;
  /** of the table; empty: all is the route's own */
  operation?: string | null;
  /** empty: the operation's */
  summary?: string | null;
  /** who may ask */
  access?: HttpAccess | null;
  /** none: the operation's request as the body */
  fields?: HttpField[] | null;
  /** none: the operation's response as it is */
  answer?: HttpAnswer[] | null;
  /** media type of a raw body; empty: application/json */
  consumes?: string | null;
  /** media type of a text; empty: text/plain */
  produces?: string | null;
}

/** Who may ask. */
export type HttpAccess = 'open' | 'user' | 'service' | 'signature';

/** One field of a route's request. */
export interface HttpField {
  /** as HTTP has it */
  name: string;
  /** of the operation's request; empty: the route's own */
  field?: string | null;
  /** where it travels */
  place?: HttpPlace | null;
  /** empty: the operation's */
  doc?: string | null;
  /** string, integer, number, boolean; empty: the operation's, else string */
  type?: string | null;
  /** none: the operation's, else not */
  required?: boolean | null;
}

/** Where a field of a request travels. */
export type HttpPlace = 'path' | 'query' | 'header' | 'body' | 'raw';

/** One member of a route's answer. */
export interface HttpAnswer {
  /** path, e.g. callbacks[].ticketId; empty: the answer is this text */
  name: string;
  /** path in the operation's response; empty: the route's own */
  field?: string | null;
  /** empty: the operation's */
  doc?: string | null;
  /** string, integer, number, boolean, with a ? if it may be null; empty: the operation's, else string */
  type?: string | null;
  /** of the answer that has it; the operation's members are of 200 */
  status?: number | null;
}

/** An OpenAPI 3.1 document. */
export interface OpenapiDocument {
  /** the text to serve as /openapi.json */
  json: string;
}

export interface UnderstandOperations {
  /** Reads a telephone number as typed or said. */
  phone(request: UnderstandPhone): PhoneUnderstanding;
  /** Reads when somebody wants to be called. */
  time(request: UnderstandTime): TimeUnderstanding;
  /** Reads what somebody wants, as the answer to a question. */
  intent(request: UnderstandIntent): IntentUnderstanding;
}

export interface DocumentsOperations {
  /** Reads a CPF or CNPJ as typed. */
  parse(request: ParseDocument): DocumentParse;
}

export interface TenantsOperations {
  /** The tenant's profile. */
  get(request?: GetTenant, options?: CallOptions): Promise<TenantProfile>;
  /** Replaces members of the tenant's profile. */
  update(request?: UpdateTenant, options?: CallOptions): Promise<TenantProfile>;
  /** Every tenant of the store. */
  list(request?: ListTenants, options?: CallOptions): Promise<TenantList>;
}

export interface AgentsOperations {
  /** Adds a person who talks to customers. */
  create(request: CreateAgent, options?: CallOptions): Promise<Agent>;
  /** Replaces members of an agent. */
  update(request: UpdateAgent, options?: CallOptions): Promise<Agent>;
  /** One agent. */
  get(request?: GetAgent, options?: CallOptions): Promise<Agent>;
  /** The agents, in pages. */
  list(request?: ListAgents, options?: CallOptions): Promise<AgentList>;
}

export interface GateOperations {
  /** Whether a contact that we start may go out. */
  check(request: GateQuestion, options?: CallOptions): Promise<GateDecision>;
  /** The stored decisions, in pages. */
  decisions(request?: ListDecisions, options?: CallOptions): Promise<DecisionList>;
  /** Replaces legal rules of the tenant. */
  load(request?: LegalRules, options?: CallOptions): Promise<LoadedRules>;
  /** The legal rules that hold for the tenant. */
  rules(request?: GetLegalRules, options?: CallOptions): Promise<LegalRules>;
}

export interface OptOutsOperations {
  /** Nobody contacts this person any more. */
  add(request: AddOptOut, options?: CallOptions): Promise<Suppression>;
  /** Lifts an opt-out. */
  remove(request: RemoveOptOut, options?: CallOptions): Promise<RemovedSuppression>;
  /** The opt-outs, in pages. */
  list(request?: ListOptOuts, options?: CallOptions): Promise<SuppressionList>;
  /** Whether a person is opted out. */
  check(request: CheckOptOut, options?: CallOptions): Promise<OptOutAnswer>;
}

export interface WrongPersonsOperations {
  /** The address is not that of whom we look for. */
  add(request: AddWrongPerson, options?: CallOptions): Promise<Suppression>;
  /** Lifts a wrong person. */
  remove(request: RemoveWrongPerson, options?: CallOptions): Promise<RemovedSuppression>;
  /** The wrong persons, in pages. */
  list(request?: ListWrongPersons, options?: CallOptions): Promise<SuppressionList>;
  /** Whether an address is a wrong person's. */
  check(request: CheckWrongPerson, options?: CallOptions): Promise<SuppressionAnswer>;
}

export interface ContactsOperations {
  /** Adds a person and the addresses that reach them. */
  create(request?: CreateContact, options?: CallOptions): Promise<Contact>;
  /** Replaces members and addresses of a contact. */
  update(request: UpdateContact, options?: CallOptions): Promise<Contact>;
  /** One contact, by id or address. */
  get(request?: GetContact, options?: CallOptions): Promise<Contact>;
  /** Erases a person; references stay. */
  erase(request?: EraseContact, options?: CallOptions): Promise<ErasedContact>;
  /** Everything that is stored about a person. */
  export(request?: ExportContact, options?: CallOptions): Promise<ExportedContact>;
  /** A contact that happened. */
  record(request: RecordContact, options?: CallOptions): Promise<ContactRecord>;
  /** The contacts with a person. */
  history(request: ListContacts, options?: CallOptions): Promise<ContactHistory>;
}

export interface RetentionOperations {
  /** How long the tenant keeps what. */
  settings(request?: GetRetention, options?: CallOptions): Promise<RetentionSettings>;
  /** Sets how long what is known of people is kept. */
  configure(request?: ConfigureRetention, options?: CallOptions): Promise<RetentionSettings>;
}

export interface DestinationsOperations {
  /** Adds somebody whom callers can ask for. */
  create(request: CreateDestination, options?: CallOptions): Promise<Destination>;
  /** Replaces members of a destination. */
  update(request: UpdateDestination, options?: CallOptions): Promise<Destination>;
  /** Removes a destination. */
  delete(request: DeleteDestination, options?: CallOptions): Promise<DeletedDestination>;
  /** One destination. */
  get(request: GetDestination, options?: CallOptions): Promise<Destination>;
  /** The destinations, in pages. */
  list(request?: ListDestinations, options?: CallOptions): Promise<DestinationList>;
  /** Finds whom a caller means. */
  resolve(request: ResolveDestination, options?: CallOptions): Promise<ResolvedDestination>;
}

export interface SecretariesOperations {
  /** Adds a profile of the assistant. */
  create(request: CreateSecretary, options?: CallOptions): Promise<Secretary>;
  /** Replaces members of a secretary. */
  update(request: UpdateSecretary, options?: CallOptions): Promise<Secretary>;
  /** Removes a secretary. */
  delete(request: DeleteSecretary, options?: CallOptions): Promise<DeletedSecretary>;
  /** One secretary. */
  get(request: GetSecretary, options?: CallOptions): Promise<Secretary>;
  /** The secretaries, in pages. */
  list(request?: ListSecretaries, options?: CallOptions): Promise<SecretaryList>;
}

export interface HandoffsOperations {
  /** The assistant has answered a call. */
  start(request: StartHandoff, options?: CallOptions): Promise<Handoff>;
  /** Puts the caller through to somebody. */
  transfer(request: Transfer, options?: CallOptions): Promise<TransferOutcome>;
  /** The outcome of the transfer under way, or of the last. */
  wait(request: WaitTransfer, options?: CallOptions): Promise<TransferOutcome>;
  /** The person's answer to the accept gate. */
  accept(request: AcceptTransfer, options?: CallOptions): Promise<Handoff>;
  /** The caller said something, or nothing. */
  hear(request: Hear, options?: CallOptions): Promise<HearOutcome>;
  /** The caller's choice, in a structured form. */
  choose(request: Choose, options?: CallOptions): Promise<HearOutcome>;
  /** Adds a line to the transcript. */
  note(request: NoteLine, options?: CallOptions): Promise<Handoff>;
  /** The call is over for us. */
  finish(request: FinishHandoff, options?: CallOptions): Promise<Handoff>;
  /** One handoff. */
  get(request: GetHandoff, options?: CallOptions): Promise<Handoff>;
  /** The handoffs, in pages. */
  list(request?: ListHandoffs, options?: CallOptions): Promise<HandoffList>;
  /** Every try of a handoff, with its evidence. */
  attempts(request: GetHandoff, options?: CallOptions): Promise<AttemptList>;
  /** How well callers are put through. */
  metrics(request?: GetTransferMetrics, options?: CallOptions): Promise<TransferMetrics>;
}

export interface ExtensionsOperations {
  /** Whether a person can be reached now. */
  status(request: GetExtensionStatus, options?: CallOptions): Promise<ExtensionStatus>;
}

export interface CallbacksOperations {
  /** Promises to call somebody back. */
  create(request: CreateCallback, options?: CallOptions): Promise<Callback>;
  /** One callback. */
  get(request: GetCallback, options?: CallOptions): Promise<Callback>;
  /** The callbacks, in pages. */
  list(request?: ListCallbacks, options?: CallOptions): Promise<CallbackList>;
  /** What waits to be called back, and the badge. */
  pending(request?: ListPending, options?: CallOptions): Promise<PendingList>;
  /** Calls back now. */
  initiate(request: InitiateCallback, options?: CallOptions): Promise<InitiateOutcome>;
  /** How a call went that the host placed. */
  result(request: ReportResult, options?: CallOptions): Promise<Callback>;
  /** Puts a callback off. */
  snooze(request: SnoozeCallback, options?: CallOptions): Promise<Callback>;
  /** Not for this extension any more. */
  dismiss(request: DismissCallback, options?: CallOptions): Promise<Callback>;
  /** Nobody is to be called back. */
  cancel(request: CancelCallback, options?: CallOptions): Promise<Callback>;
  /** Another time for a callback. */
  reschedule(request: RescheduleCallback, options?: CallOptions): Promise<Callback>;
  /** Every try of a callback, with its end. */
  dials(request: ListDials, options?: CallOptions): Promise<DialList>;
  /** What a customer answered to a notice. */
  reply(request: CallbackReply, options?: CallOptions): Promise<ReplyOutcome>;
  /** The customer's answer to how it went. */
  rate(request: RateCallback, options?: CallOptions): Promise<Callback>;
  /** How well a tenant calls back. */
  metrics(request?: GetCallbackMetrics, options?: CallOptions): Promise<CallbackMetrics>;
  /** How long a callback will wait. */
  estimate(request: EstimateWait, options?: CallOptions): Promise<WaitEstimate>;
  /** How callbacks are watched and called. */
  settings(request?: GetCallbackSettings, options?: CallOptions): Promise<CallbackSettings>;
  /** Replaces members of these settings. */
  configure(request?: ConfigureCallbacks, options?: CallOptions): Promise<CallbackSettings>;
}

export interface TicketsOperations {
  /** One ticket. */
  get(request: GetTicket, options?: CallOptions): Promise<Ticket>;
  /** The tickets, in pages. */
  list(request?: ListTickets, options?: CallOptions): Promise<TicketList>;
  /** A ticket as a text for people. */
  text(request: GetTicket, options?: CallOptions): Promise<TicketText>;
}

export interface ChannelsOperations {
  /** Adds a messaging channel. */
  create(request: CreateChannel, options?: CallOptions): Promise<Channel>;
  /** Replaces members of a channel. */
  update(request: UpdateChannel, options?: CallOptions): Promise<Channel>;
  /** One channel, without its credentials. */
  get(request: GetChannel, options?: CallOptions): Promise<Channel>;
  /** The channels, in pages. */
  list(request?: ListChannels, options?: CallOptions): Promise<ChannelList>;
  /** Forgets a channel and its credentials. */
  delete(request: DeleteChannel, options?: CallOptions): Promise<DeletedChannel>;
  /** Asks the service whether number and credentials are right. */
  validate(request: ValidateChannel, options?: CallOptions): Promise<ChannelVerdict>;
  /** What people see of a number. */
  profile(request: GetBusinessProfile, options?: CallOptions): Promise<BusinessProfile>;
  /** Encrypts all credentials with the newest key. */
  rotate(request?: RotateChannels, options?: CallOptions): Promise<RotatedChannels>;
  /** Sends a text to see whether a channel works. */
  test(request: TestChannel, options?: CallOptions): Promise<Message>;
}

export interface TemplatesOperations {
  /** A channel's templates. */
  list(request?: ListStoredTemplates, options?: CallOptions): Promise<TemplateList>;
  /** Writes what is known of a template. */
  set(request: SetTemplate, options?: CallOptions): Promise<MessageTemplate>;
  /** Reads the peer's templates in the background. */
  sync(request?: SyncTemplates, options?: CallOptions): Promise<SyncStarted>;
}

export interface MessagesOperations {
  /** Writes to a person, if it may go out. */
  send(request: SendMessage, options?: CallOptions): Promise<SendAnswer>;
  /** One message. */
  get(request: GetMessage, options?: CallOptions): Promise<Message>;
  /** The messages, the newest first. */
  list(request?: ListMessages, options?: CallOptions): Promise<MessageList>;
  /** Tells the sender that a message was read. */
  markRead(request: MarkMessageRead, options?: CallOptions): Promise<Message>;
  /** A message that the host's own messaging service received. */
  received(request: ReportReceivedMessage, options?: CallOptions): Promise<ReceivedReport>;
  /** What became of a message, by the host's own messaging service. */
  status(request: ReportMessageStatus, options?: CallOptions): Promise<StatusReport>;
}

export interface MessagingOperations {
  /** Takes what Meta posts. */
  webhook(request: ReceiveWebhook, options?: CallOptions): Promise<WebhookReceipt>;
  /** Answers Meta's verification. */
  challenge(request?: AnswerChallenge, options?: CallOptions): Promise<ChallengeAnswer>;
}

export interface NumbersOperations {
  /** Adds a telephone number of the tenant's own. */
  create(request: CreateNumber, options?: CallOptions): Promise<OwnNumber>;
  /** Replaces members of a number. */
  update(request: UpdateNumber, options?: CallOptions): Promise<OwnNumber>;
  /** One number. */
  get(request?: GetNumber, options?: CallOptions): Promise<OwnNumber>;
  /** The numbers, in pages. */
  list(request?: ListNumbers, options?: CallOptions): Promise<NumberList>;
  /** Numbers that can be bought now. */
  search(request?: SearchNumbers, options?: CallOptions): Promise<OfferedNumbers>;
  /** Buys a number in the background. */
  buy(request: BuyNumber, options?: CallOptions): Promise<OwnNumber>;
}

export interface CallsOperations {
  /** By which number a person is called next; counts it. */
  callerId(request: ChooseCallerId, options?: CallOptions): Promise<CallerId>;
  /** Calls a person, if they may be called. */
  place(request: PlaceCall, options?: CallOptions): Promise<PlacedCall>;
  /** Connects an agent with the queue's next caller. */
  take(request: TakeNextCaller, options?: CallOptions): Promise<Call>;
  /** Ends a call. */
  hangUp(request: HangUpCall, options?: CallOptions): Promise<Call>;
  /** One call. */
  get(request?: GetCall, options?: CallOptions): Promise<Call>;
  /** The calls, in pages. */
  list(request?: ListCalls, options?: CallOptions): Promise<CallList>;
  /** Figures of calls, and how they went. */
  metrics(request?: GetCallMetrics, options?: CallOptions): Promise<CallMetrics>;
  /** How a tenant wants its calls. */
  settings(request?: GetCallSettings, options?: CallOptions): Promise<CallSettings>;
  /** Replaces members of these settings. */
  configure(request?: ConfigureCalls, options?: CallOptions): Promise<CallSettings>;
}

export interface RecordingsOperations {
  /** Whether recordings are stored in a bucket, and how long. */
  settings(request?: GetRecordingSettings, options?: CallOptions): Promise<RecordingSettings>;
  /** Replaces members of these settings. */
  configure(request?: ConfigureRecordings, options?: CallOptions): Promise<RecordingSettings>;
  /** Encrypts the bucket's credentials with the newest key. */
  rotate(request?: RotateRecordings, options?: CallOptions): Promise<RotatedRecordings>;
  /** One recording of a call. */
  get(request: GetRecording, options?: CallOptions): Promise<StoredRecording>;
  /** The recordings, in pages. */
  list(request?: ListRecordings, options?: CallOptions): Promise<RecordingList>;
  /** Has a recording stored that is at Twilio. */
  store(request: StoreRecording, options?: CallOptions): Promise<StoredRecording>;
  /** A recording's audio, or a part of it, for a player. */
  audio(request?: PlayRecording, options?: CallOptions): Promise<RecordingAudio>;
}

export interface LinesOperations {
  /** How an agent is reached by the phone service. */
  set(request: SetLine, options?: CallOptions): Promise<AgentLine>;
  /** One agent's line. */
  get(request?: GetLine, options?: CallOptions): Promise<AgentLine>;
  /** The lines, in pages. */
  list(request?: ListLines, options?: CallOptions): Promise<LineList>;
  /** Whether an agent may be rung. */
  presence(request: SetPresence, options?: CallOptions): Promise<AgentLine>;
  /** A token for an agent's browser or app. */
  token(request: GetLineToken, options?: CallOptions): Promise<LineToken>;
}

export interface PhoneAccountsOperations {
  /** Adds an account of the phone service. */
  create(request: CreatePhoneAccount, options?: CallOptions): Promise<PhoneAccount>;
  /** Opens a subaccount in the background. */
  open(request: OpenSubaccount, options?: CallOptions): Promise<PhoneAccount>;
  /** Replaces members of an account. */
  update(request: UpdatePhoneAccount, options?: CallOptions): Promise<PhoneAccount>;
  /** One account, without its credentials. */
  get(request: GetPhoneAccount, options?: CallOptions): Promise<PhoneAccount>;
  /** The accounts, in pages. */
  list(request?: ListPhoneAccounts, options?: CallOptions): Promise<PhoneAccountList>;
  /** Encrypts all credentials with the newest key. */
  rotate(request?: RotatePhoneAccounts, options?: CallOptions): Promise<RotatedPhoneAccounts>;
}

export interface AlertTargetsOperations {
  /** Adds a chat room or a person that alerts go to. */
  create(request: CreateAlertTarget, options?: CallOptions): Promise<AlertTarget>;
  /** Replaces members of a target. */
  update(request: UpdateAlertTarget, options?: CallOptions): Promise<AlertTarget>;
  /** One target, without its address. */
  get(request: GetAlertTarget, options?: CallOptions): Promise<AlertTarget>;
  /** The targets, in pages. */
  list(request?: ListAlertTargets, options?: CallOptions): Promise<AlertTargetList>;
  /** Forgets a target and what waits for it. */
  delete(request: DeleteAlertTarget, options?: CallOptions): Promise<DeletedAlertTarget>;
  /** Sends one text, to see whether it arrives. */
  test(request: TestAlertTarget, options?: CallOptions): Promise<AlertTest>;
  /** Encrypts all addresses with the newest key. */
  rotate(request?: RotateAlertTargets, options?: CallOptions): Promise<RotatedAlertTargets>;
}

export interface VoiceOperations {
  /** A call's status. */
  status(request: VoiceWebhook, options?: CallOptions): Promise<VoiceAnswer>;
  /** Who answered a call. */
  detection(request: VoiceWebhook, options?: CallOptions): Promise<VoiceAnswer>;
  /** A recording is ready. */
  recording(request: VoiceWebhook, options?: CallOptions): Promise<VoiceAnswer>;
  /** A call comes in. */
  incoming(request: VoiceWebhook, options?: CallOptions): Promise<VoiceAnswer>;
  /** The disclaimer, then the agent or the queue. */
  disclaimer(request: VoiceWebhook, options?: CallOptions): Promise<VoiceAnswer>;
  /** A call that we placed was answered. */
  script(request: VoiceWebhook, options?: CallOptions): Promise<VoiceAnswer>;
  /** The message for an answering machine. */
  machine(request: VoiceWebhook, options?: CallOptions): Promise<VoiceAnswer>;
  /** Rings the agent, who hears first who calls. */
  dial(request: VoiceWebhook, options?: CallOptions): Promise<VoiceAnswer>;
  /** What the agent hears. */
  whisper(request: VoiceWebhook, options?: CallOptions): Promise<VoiceAnswer>;
  /** Into the queue. */
  overflow(request: VoiceWebhook, options?: CallOptions): Promise<VoiceAnswer>;
  /** What a waiting caller hears. */
  wait(request: VoiceWebhook, options?: CallOptions): Promise<VoiceAnswer>;
  /** An agent takes the queue's next caller. */
  connect(request: VoiceWebhook, options?: CallOptions): Promise<VoiceAnswer>;
  /** The caller who was taken. */
  connected(request: VoiceWebhook, options?: CallOptions): Promise<VoiceAnswer>;
  /** How waiting ended. */
  queueResult(request: VoiceWebhook, options?: CallOptions): Promise<VoiceAnswer>;
  /** Rings the agent, and goes on if they do not answer. */
  follow(request: VoiceWebhook, options?: CallOptions): Promise<VoiceAnswer>;
  /** How that ended: the mobile, if need be. */
  failover(request: VoiceWebhook, options?: CallOptions): Promise<VoiceAnswer>;
  /** How that ended: a message, if need be. */
  voicemail(request: VoiceWebhook, options?: CallOptions): Promise<VoiceAnswer>;
  /** A message was recorded: a ticket. */
  message(request: VoiceWebhook, options?: CallOptions): Promise<VoiceAnswer>;
}

export interface TaskrouterOperations {
  /** TaskRouter tells of workers and tasks. */
  event(request: VoiceWebhook, options?: CallOptions): Promise<VoiceAnswer>;
  /** TaskRouter offers a task. */
  assignment(request: VoiceWebhook, options?: CallOptions): Promise<VoiceAnswer>;
}

export interface TwilioOperations {
  /** The signature of a request of Twilio's. */
  sign(request: TwilioSign): string;
  /** Whether a request is Twilio's. */
  validate(request: TwilioValidate): boolean;
  /** A token for Twilio's Voice SDK. */
  accessToken(request: TwilioAccessToken): string;
  /** What a voice webhook answers Twilio, as XML. */
  twiml(request: TwimlDocument): string;
}

export interface WhatsappOperations {
  /** Whether a webhook is Meta's. */
  validate(request: WhatsAppValidate): boolean;
  /** What a webhook of Meta's says. */
  parse(request: WhatsAppParse): WhatsAppWebhook;
}

export interface JobsOperations {
  /** What the tenant's work is waiting for. */
  stats(request?: GetJobStats, options?: CallOptions): Promise<JobStats>;
}

export interface OpenapiOperations {
  /** The OpenAPI document of a host's routes to these operations. */
  document(request: MakeOpenapi): OpenapiDocument;
}
