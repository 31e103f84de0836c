// Made by lib/generate-types.js from the table of operations; not edited by hand.

/** Who may do what, lowest first. */
export type Role = 'contact' | 'agent' | 'supervisor' | 'admin' | 'service';

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

export interface EngineOptions {
  /** "sqlite:///relative.db", "sqlite:////absolute.db" or "sqlite://:memory:" (the default). */
  store?: string;
  telephony?: FreeSwitch | SimulatedPbx | null;
  readers?: number;
  maxQueuedOperations?: number;
  maxAwaiters?: number;
  connectPatience?: number;
  closeLimit?: number;
  manual?: boolean;
  now?: Date;
}

export interface EngineHealth {
  store: string;
  telephony: { state: 'connecting' | 'connected' | 'lost' | 'refused' | 'stopped'; detail: string };
  queuedOperations: number;
  jobsWaiting: number;
  jobsLeased: number;
  jobsLate: number;
  jobsDead: number;
  oldestDue: Date | null;
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
  readonly destinations: DestinationsOperations;
  readonly secretaries: SecretariesOperations;
  readonly handoffs: HandoffsOperations;
  readonly extensions: ExtensionsOperations;
  readonly callbacks: CallbacksOperations;
  readonly tickets: TicketsOperations;
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
  language?: string;
  dndVariable?: string;
  detectBeep?: boolean;
  keepAssistantLeg?: boolean;
  commandTimeout?: number;
  reconnectMin?: number;
  reconnectMax?: number;
  /** Whether Do Not Disturb is on; anything but true and false means "cannot tell". */
  dnd?: (extension: string, domain: string) => boolean | null | Promise<boolean | null>;
}

/** How a FreeSWITCH is reached over its Event Socket. */
export class FreeSwitch {
  constructor(options: FreeSwitchOptions);
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
  /** empty: nothing is asked about WhatsApp */
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
  /** empty: nothing is asked about WhatsApp */
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
  /** when it was made */
  createdAt: Date;
  /** when it was changed last */
  updatedAt: Date;
}

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
  /** as transcribed; at most 4096 bytes */
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
  /** the PBX domain it belongs to; empty: the PBX's own */
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
  /** the number the person calls from, as the PBX gave it */
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
  /** the conversation it is asked for in */
  handoffId?: string | null;
  /** that conversation's call */
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
  /** to call, E.164; always there */
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
  /** when the customer answered a notice */
  noticeAnsweredAt: Date | null;
  /** the customer's, 0-10 */
  score: number | null;
  /** why it was canceled or failed */
  endReason: string;
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
}

export interface TicketsOperations {
  /** One ticket. */
  get(request: GetTicket, options?: CallOptions): Promise<Ticket>;
  /** The tickets, in pages. */
  list(request?: ListTickets, options?: CallOptions): Promise<TicketList>;
  /** A ticket as a text for people. */
  text(request: GetTicket, options?: CallOptions): Promise<TicketText>;
}
