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
  // <groups>
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
