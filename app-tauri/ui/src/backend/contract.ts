// What the page asks of the program. One interface, two carriers (tauri.ts, http.ts), one source: app-tauri/desk.
//
// Carrier: a function `member_list` is the Tauri command `member_list` and the twin's route `POST /api/member_list`.
// The argument is always ONE flat JSON object with snake_case keys (`{}` when there is none); the result is JSON
// (`null` for nothing). A failure is an ApiError (Tauri: the rejected value; twin: status ≥ 400 with it as the body).
// Live updates: `{"topics": Topic[]}` as the Tauri event `topics`, and as SSE event `topics` of `GET /api/topics?token=`.
//
// Conventions: ids are strings; instants are epoch milliseconds UTC; civil dates are 'YYYY-MM-DD' (Asia/Ho_Chi_Minh);
// money is integer đồng; sizes are bytes; an absent value is `null` in results and may be left out in arguments.
// Sentences (message, reason, kept, title, second) arrive ready in the chosen language; the page never composes them.

// ───────────────────────────── types (to be generated from Rust into ./generated) ─────────────────────────────

export type Id = string
export type Instant = number
export type CivilDate = string
export type Dong = number

/** `now`: try again; `online`: when there is a network; `later`: after a while; `never`: other input is needed. */
export type Retry = 'now' | 'online' | 'later' | 'never'
export interface ApiError {
  /** Stable, room first: `session.pin_wrong`, `member.name_missing`, `sync.in_flight`, `desk.internal` … */
  code: string
  /** What happened · what is kept · what to do. */
  message: string
  /** Facts for the page. `field` names the form field that is wrong (an error summary links to it), `left` tries left. */
  args: Record<string, string | number | boolean | null>
  retry: Retry | null
}

export type Topic = 'session' | 'home' | 'sync' | 'pack' | 'member' | 'card' | 'survey' | 'law' | 'market' | 'settings'

/** The four sync words: Đã lưu trên máy · Chờ gửi · Đã gửi hh:mm · Bị từ chối: … */
export type SendState = 'local' | 'waiting' | 'sent' | 'refused'
export interface Sending {
  command_id: Id
  state: SendState
  /** Local and waiting: saved here at; sent and refused: the server's time. */
  at: Instant
  /** Only when refused. */
  reason: string | null
  /** True only while no send was attempted. */
  can_withdraw: boolean
}
/** What every writing call answers: it is durable on this device. */
export interface Saved { sending: Sending; /** The thing written (member, survey, offer, voucher, invitation …). */ id: Id }
/** Arguments of every writing call: `mends` names the refused command that this one replaces in the same step. */
export interface Write { mends?: Id | null }

/** A text cut into runs; `marked` runs are what the query found. Never HTML. */
export interface Run { text: string; marked: boolean }
export type MarkedText = Run[]

// session ─────────────────────────────────────────────────────────────────────────────────────────────────────
export type Role = 'member' | 'branch_officer' | 'province_officer' | 'provider'
export type Address = 'anh' | 'chị' | 'anh/chị'
export interface UnitName { id: Id; full: string; short: string }
export interface Person {
  home_id: Id; name: string; title: string; unit_short: string
  state: 'open' | 'locked' | 'ended' | 'stale'
  waiting: number; last_used_at: Instant | null; is_sample: boolean
}
export interface Me {
  home_id: Id; member_id: Id | null; name: string; address: Address
  /** In words: "Chủ tịch công đoàn cơ sở". */
  title: string
  roles: Role[]; unit: UnitName; parent_unit: UnitName | null
  provider: { id: Id; name: string } | null
}
export interface SessionView {
  state: 'nobody' | 'locked' | 'open'
  people: Person[]
  /** Set when open. */
  me: Me | null
  /** The home that is locked on screen. */
  locked_home_id: Id | null
  device_name: string
  /** Seconds without a key or pointer before the page calls session_lock (Rust locks too, as a backstop). */
  idle_lock_seconds: number
}
/** What an invitation text says, read with no network and nothing used up. */
export interface InvitationReading {
  server_address: string; trust: 'pin' | 'public_ca' | 'loopback'; root_fingerprint: string
  unit_name: string | null; person_name: string | null; expires_at: Instant | null
}
export interface LeavingList { waiting: OutboxItem[]; refused: OutboxItem[]; drafts: number }

// home ────────────────────────────────────────────────────────────────────────────────────────────────────────
export interface Decision {
  kind: 'offer' | 'grant' | 'invitation'
  id: Id; title: string; second: string; since: Instant
}
export interface ClosingSurvey {
  survey_id: Id; title: string; closes_on: CivilDate; days_left: number
  /** For the member: whether their answer is given. For the officer: counts. */
  my_answer: MyAnswer | null; answered: number | null; invited: number | null
}
export interface HomeView {
  today: CivilDate
  refused: OutboxItem[]; waiting: OutboxItem[]; decisions: Decision[]; closing: ClosingSurvey[]
}

// sync ────────────────────────────────────────────────────────────────────────────────────────────────────────
export type Room = 'session' | 'member' | 'card' | 'survey' | 'law' | 'market'
export interface OutboxItem {
  sending: Sending
  /** "Kết nạp Vũ Thị Hồng Nhung" and its second line. */
  title: string; second: string | null
  room: Room
  saved_at: Instant; sent_at: Instant | null; answered_at: Instant | null
  /** Refused only: what is still kept on this device. */
  kept: string | null
  /** Refused only: sync_mend gives a draft whose form can be opened. */
  can_mend: boolean
}
export interface SyncProgress { commands_sent: number; commands_total: number; rows: number; bytes_up: number; bytes_down: number }
export interface SyncStatus {
  network: 'online' | 'offline'; network_since: Instant | null
  waiting: number; refused: number
  last_settled_at: Instant | null
  /** Device clock minus server clock; null within 2 minutes or unknown. */
  clock_offset_ms: number | null
  /** Set while a sync runs. */
  progress: SyncProgress | null
  /** What keeps sync from working although there is a network (device ended, program too old, desk copy stale). */
  blocked: ApiError | null
}
export type PackState = 'absent' | 'downloading' | 'paused' | 'verifying' | 'ready' | 'update' | 'broken'
export interface Pack {
  name: string; title: string; second: string | null
  state: PackState
  version: number | null; made_on: CivilDate | null
  size_bytes: number
  /** Of the download under way or paused. */
  have_bytes: number; update_bytes: number | null
  checked_at: Instant | null; signed_by: string | null; is_sample: boolean
  error: ApiError | null
}
export interface DataUse { month: string; bytes: number; pack_bytes: number; last_up: number | null; last_down: number | null; last_ms: number | null }
export interface SyncPanel {
  status: SyncStatus; device_name: string; next_try_at: Instant | null
  waiting: OutboxItem[]; refused: OutboxItem[]; sent_today: OutboxItem[]
  packs: Pack[]; packs_bytes: number; disk_free_bytes: number | null
  data: DataUse
}
/** What a refused or withdrawn command said, so that its form reopens filled in. */
export type Draft =
  | { form: 'member_admit'; value: MemberForm }
  | { form: 'member_edit'; id: Id; value: MemberForm }
  | { form: 'member_status'; id: Id; value: { status: MemberStatus; reason: string; on: CivilDate } }
  | { form: 'member_invite'; id: Id }
  | { form: 'survey_publish'; id: Id }
  | { form: 'survey_answer'; id: Id; value: Answer[] }
  | { form: 'market_offer'; id: Id; value: OfferForm }
  | { form: 'market_decide'; id: Id; value: { approve: boolean; reason: string } }
  | { form: 'market_take'; id: Id }
export interface LogFile { file_name: string; /** Null in the browser twin (the page offers the text as a download). */ path: string | null; text: string }

// member ──────────────────────────────────────────────────────────────────────────────────────────────────────
export type MemberStatus = 'active' | 'applicant' | 'paused' | 'transferring' | 'left' | 'retired' | 'expelled'
export type Sex = 'female' | 'male'
export interface MemberRow {
  id: Id; name: string; name_marks: MarkedText | null
  code: string | null; born_on: CivilDate | null; department: string | null
  status: MemberStatus
  card: CardStatus | null; device_count: number
  /** Set while a command about this member waits or was refused. */
  sending: Sending | null
}
export type MemberSort = 'name' | 'code' | 'born_on' | 'department' | 'status'
export interface MemberQuery {
  query?: string; statuses?: MemberStatus[]; departments?: string[]
  sort?: MemberSort; descending?: boolean
  offset: number; limit: number
}
export interface MemberPage {
  rows: MemberRow[]; offset: number
  /** Found by the query and filters; all in the roster. */
  total: number; total_all: number
  /** How many of `total` match with the diacritics as typed (they come first); null without a query. */
  exact: number | null
  status_counts: { status: MemberStatus; count: number }[]
  department_counts: { department: string; count: number }[]
  /** The roster is complete as of. */
  as_of: Instant | null
}
export interface MemberForm {
  name: string; sex: Sex | null; born_on: CivilDate | null
  phone: string | null; department: string | null; job: string | null
  /** Joined the union on. */
  joined_on: CivilDate | null
}
export interface Device {
  id: Id; name: string; algorithm: string; enrolled_at: Instant; last_seen_at: Instant | null
  ended_at: Instant | null; is_this: boolean; sending: Sending | null
}
export interface Invitation {
  id: Id; person_name: string; made_at: Instant; expires_at: Instant
  state: 'unused' | 'used' | 'revoked' | 'expired' | 'refused'
  /** False until the command reached the server: "dùng được sau khi gửi". */
  usable: boolean
  used_at: Instant | null; used_by_device: string | null
  /** Only on the device that made it and only while unused: the server keeps a hash. */
  text: string | null; qr_svg: string | null
  sending: Sending | null
}
export interface HistoryLine { on: CivilDate; text: string; second: string | null }
export interface MemberDetail {
  row: MemberRow; form: MemberForm; revision: number
  unit: UnitName; status_since: CivilDate | null; status_reason: string | null
  history: HistoryLine[]; devices: Device[]; invitations: Invitation[]
  /** State changes the rules allow this person to make now. */
  next_statuses: MemberStatus[]
  can_edit: boolean; can_invite: boolean
}

// card ────────────────────────────────────────────────────────────────────────────────────────────────────────
export type CardStatus = 'valid' | 'paused' | 'revoked' | 'expired' | 'unsigned'
export interface MyCard {
  name: string; member_code: string; unit_name: string
  status: CardStatus; status_as_of: Instant | null
  issued_at: Instant | null; valid_until: CivilDate | null
  qr_svg: string | null; qr_text: string | null
  signed_by: string | null; key_digest: string | null
}
export interface CardRow {
  card_id: Id; member_id: Id; name: string; member_code: string
  issued_at: Instant | null; valid_until: CivilDate | null; status: CardStatus; reason: string | null
}
export interface CardPage { rows: CardRow[]; offset: number; total: number; counts: { status: CardStatus; count: number }[] }
export type VerdictKind = 'valid' | 'paused' | 'revoked' | 'unknown' | 'expired' | 'forged'
export interface Verdict {
  kind: VerdictKind; at: Instant
  /** One sentence: why. */
  reason: string
  /** The steps that led here, for "Vì sao máy kết luận vậy". */
  steps: string[]
  /** Null when forged: no name is shown. */
  name: string | null; member_code: string | null; unit_name: string | null; valid_until: CivilDate | null
  list_age_hours: number | null; signed_by: string | null
}
export interface VerifyState {
  /** The status list on this device. */
  list_made_at: Instant | null; list_age_hours: number | null; max_age_hours: number; signed_by: string | null
  /** Today's verdicts, newest first, kept on this device until the day ends. */
  log: Verdict[]
}

// survey ──────────────────────────────────────────────────────────────────────────────────────────────────────
export type QuestionKind = 'single' | 'multiple' | 'scale' | 'text'
export interface Question {
  id: Id; kind: QuestionKind; text: string; required: boolean
  /** single, multiple */
  options: { id: Id; text: string }[]
  /** scale */
  scale: { min: number; max: number; min_label: string; max_label: string } | null
}
export interface SurveyDraft {
  id: Id; title: string; intro: string
  /** Last day on which an answer counts; null until chosen. */
  closes_on: CivilDate | null
  questions: Question[]; saved_at: Instant | null
  /** Who would receive it. */
  audience: { unit_name: string; people: number }
}
export type SurveyState = 'draft' | 'open' | 'closed'
export type MyAnswer = 'none' | 'draft' | 'given'
export interface SurveyRow {
  id: Id; title: string; state: SurveyState; questions: number
  published_at: Instant | null; closes_on: CivilDate | null; closed_at: Instant | null; by: string
  answered: number | null; invited: number | null
  /** Null when this person is not asked. */
  my_answer: MyAnswer | null
  can_edit: boolean; can_close: boolean; can_see_board: boolean
  sending: Sending | null
}
export interface Answer { question_id: Id; option_ids: Id[]; value: number | null; text: string | null }
export interface AnswerForm {
  survey: SurveyRow; intro: string; questions: Question[]
  answers: Answer[]; draft_saved_at: Instant | null
  /** The answer that was given last. */
  sending: Sending | null
}
export interface QuestionBoard {
  question: Question; answered: number
  /** Choices or scale steps in question order. */
  counts: { label: string; count: number }[]
  /** Free texts, newest first (at most 200; `texts_total` says of how many). */
  texts: { text: string; by: string | null; at: Instant }[]; texts_total: number
}
export interface SurveyBoard { survey: SurveyRow; answered: number; invited: number; as_of: Instant | null; questions: QuestionBoard[] }

// law ─────────────────────────────────────────────────────────────────────────────────────────────────────────
export type ValidityState = 'in_force' | 'not_yet' | 'expired' | 'unknown_start' | 'disputed' | 'draft'
export interface Validity { state: ValidityState; from: CivilDate | null; to: CivilDate | null; note: string | null }
export interface LawDocument { id: Id; title: string; short: string; number: string; issued_on: CivilDate | null; articles: number; validity: Validity }
export interface LawState { pack: Pack | null; articles: number; documents: LawDocument[]; is_sample: boolean; can_search: boolean }
export interface LawHit {
  article_id: Id; /** Clause or point the query named, to mark. */ anchor: string | null
  number: string; title: MarkedText; document: LawDocument; citation: string; snippet: MarkedText
  validity: Validity; match: 'citation' | 'exact' | 'folded'
}
export interface LawHits { /** The query is a citation: Enter goes there. */ jump: LawHit | null; hits: LawHit[]; total: number }
export interface OutlineNode { id: Id; kind: 'part' | 'chapter' | 'section' | 'subsection' | 'article'; number: string; title: string; depth: number; article_id: Id | null }
export interface LawOutline { document: LawDocument; nodes: OutlineNode[] }
export interface LawBlock { anchor: string; kind: 'clause' | 'point' | 'text'; label: string; depth: number; text: string; validity: Validity | null }
export interface LawLink { article_id: Id; label: string }
export interface LawVersion { id: Id; label: string; from: CivilDate | null; to: CivilDate | null; state: 'past' | 'present' | 'future'; is_shown: boolean }
export interface LawArticle {
  id: Id; number: string; title: string; document: LawDocument
  /** From the widest: "Chương VI. Tiền lương". */
  path: string[]
  citation: string; blocks: LawBlock[]; validity: Validity; versions: LawVersion[]
  previous: LawLink | null; next: LawLink | null
  pack: { version: number; made_on: CivilDate | null; signed_by: string | null; is_sample: boolean }
}

// market ──────────────────────────────────────────────────────────────────────────────────────────────────────
export type OfferState = 'draft' | 'waiting' | 'approved' | 'refused' | 'ended'
export type DoubleUseBearer = 'provider' | 'union'
export interface OfferForm {
  title: string; what: string
  /** Null: no price of its own. */
  price: Dong | null; price_for_members: Dong | null
  conditions: string; place: string
  starts_on: CivilDate | null; ends_on: CivilDate | null
  /** Vouchers in all, and for each member; null: no limit. */
  quantity: number | null; per_member: number | null
  double_use_bearer: DoubleUseBearer
}
export interface Offer {
  id: Id; form: OfferForm; provider: { id: Id; name: string }; state: OfferState
  /** "Nếu một phiếu bị dùng hai lần khi ngoại tuyến, … chịu." */
  double_use: string
  decided_at: Instant | null; decided_by: string | null; refusal: string | null
  taken: number | null; redeemed: number | null
  /** Member: this person's newest voucher of this offer. */
  my_voucher_id: Id | null
  can_edit: boolean; can_decide: boolean; can_take: boolean; cannot_take: string | null
  sending: Sending | null
}
export type OfferList = 'member' | 'provider' | 'approval'
export type VoucherState = 'ready' | 'used' | 'expired' | 'refused'
export interface Voucher {
  id: Id; offer_id: Id; title: string; provider_name: string; double_use: string
  state: VoucherState; taken_at: Instant; expires_on: CivilDate | null
  used_at: Instant | null; used_place: string | null; refusal: string | null
  qr_svg: string | null; qr_text: string | null; sending: Sending | null
}
/** accepted: Đã đổi, by the server · pending: Chờ đối chiếu, offline · refused: with the reason and time of the first. */
export type RedemptionState = 'accepted' | 'pending' | 'refused'
export interface Redemption {
  voucher_id: Id | null; state: RedemptionState; at: Instant
  offer_title: string | null; holder_name: string | null
  reason: string | null; first_at: Instant | null; first_place: string | null
  /** Who bears it if this turns out a double use; on pending. */
  double_use: string | null
  sending: Sending | null
}
export interface RedemptionPage { rows: Redemption[]; offset: number; total: number; counts: { state: RedemptionState; count: number }[] }

// settings ────────────────────────────────────────────────────────────────────────────────────────────────────
export interface Settings {
  language: 'vi' | 'en'; theme: 'system' | 'light' | 'dark'; density: 'normal' | 'dense'
  /** Percent: 100, 115, 130, 150, 200. */
  text_size: number
  single_keys: boolean
}
export interface SettingsView {
  settings: Settings
  version: string
  /** Null when nobody is signed in. */
  trust: { server_address: string; server_id: string; root_fingerprint: string; device_id: Id; device_name: string; device_key_digest: string; algorithm: string } | null
  devices: Device[]
}

// ───────────────────────────── interface (one method a desk function) ─────────────────────────────

export type None = Record<string, never>

export interface Backend {
  session_view(a: None): Promise<SessionView>
  /** Sign in or unlock. Wrong PIN: `session.pin_wrong` with args.left; `session.home_busy` when another program holds it. */
  session_open(a: { home_id: Id; pin: string }): Promise<SessionView>
  session_lock(a: None): Promise<SessionView>
  /** Đổi người: locks and shows the list. */
  session_switch(a: None): Promise<SessionView>
  session_leaving(a: None): Promise<LeavingList>
  /** Sign out and wipe. `session.waiting` unless nothing waits or give_up is true (the list was shown and accepted). */
  session_leave(a: { give_up: boolean }): Promise<SessionView>
  session_invitation_read(a: { invitation: string }): Promise<InvitationReading>
  session_enrol(a: { invitation: string; pin: string; device_name: string }): Promise<SessionView>
  /** Someone is there; at most once a minute. */
  session_touch(a: None): Promise<null>
  /** Second person's word on a grant to a desk or a first officer. */
  session_grant_decide(a: { id: Id; accept: boolean; reason: string } & Write): Promise<Saved>

  home_view(a: None): Promise<HomeView>

  sync_status(a: None): Promise<SyncStatus>
  sync_panel(a: None): Promise<SyncPanel>
  /** Returns when the round has ended or failed; progress comes by the topic `sync`. */
  sync_now(a: None): Promise<SyncStatus>
  sync_mend(a: { command_id: Id }): Promise<Draft>
  sync_discard(a: { command_id: Id }): Promise<null>
  /** `sync.in_flight` once a send was attempted. */
  sync_withdraw(a: { command_id: Id }): Promise<Draft | null>
  sync_pack_download(a: { name: string }): Promise<null>
  sync_pack_pause(a: { name: string }): Promise<null>
  sync_pack_verify(a: { name: string }): Promise<Pack>
  /** Lưu nhật ký để gửi: without personal data, readable before it is sent. */
  sync_log_save(a: None): Promise<LogFile>

  member_list(a: MemberQuery): Promise<MemberPage>
  member_detail(a: { id: Id }): Promise<MemberDetail>
  member_admit(a: { form: MemberForm } & Write): Promise<Saved>
  member_edit(a: { id: Id; revision: number; form: MemberForm } & Write): Promise<Saved>
  member_status(a: { id: Id; status: MemberStatus; reason: string; on: CivilDate } & Write): Promise<Saved>
  member_invite(a: { id: Id } & Write): Promise<Invitation>
  member_invitation_revoke(a: { id: Id } & Write): Promise<Saved>
  member_device_end(a: { device_id: Id } & Write): Promise<Saved>

  /** Null: this person has no card (provider, province officer without a branch). */
  card_mine(a: None): Promise<MyCard | null>
  card_issued(a: { query?: string; status?: CardStatus | null; offset: number; limit: number }): Promise<CardPage>
  card_verify_state(a: None): Promise<VerifyState>
  /** Exactly one of the two. A picture without a code: `card.no_code_in_picture`. */
  card_verify(a: { text?: string | null; picture_base64?: string | null }): Promise<Verdict>

  survey_list(a: None): Promise<SurveyRow[]>
  survey_draft_new(a: None): Promise<SurveyDraft>
  survey_draft(a: { id: Id }): Promise<SurveyDraft>
  /** Stays on this device. Incomplete drafts are saved too. */
  survey_draft_save(a: { id: Id; title: string; intro: string; closes_on: CivilDate | null; questions: Question[] }): Promise<{ saved_at: Instant }>
  survey_draft_delete(a: { id: Id }): Promise<null>
  survey_publish(a: { id: Id } & Write): Promise<Saved>
  survey_close(a: { id: Id } & Write): Promise<Saved>
  survey_form(a: { id: Id }): Promise<AnswerForm>
  survey_answer_draft(a: { id: Id; answers: Answer[] }): Promise<{ saved_at: Instant }>
  survey_answer(a: { id: Id; answers: Answer[] } & Write): Promise<Saved>
  survey_board(a: { id: Id }): Promise<SurveyBoard>

  law_state(a: None): Promise<LawState>
  law_search(a: { query: string; on?: CivilDate | null; limit: number }): Promise<LawHits>
  law_outline(a: { document_id: Id }): Promise<LawOutline>
  /** The version in force on `on` (today when left out). */
  law_article(a: { article_id: Id; on?: CivilDate | null }): Promise<LawArticle>

  market_offers(a: { list: OfferList; query?: string }): Promise<Offer[]>
  market_offer(a: { id: Id }): Promise<Offer>
  /** Keeps a draft on this device; `id` null makes a new one. */
  market_offer_save(a: { id?: Id | null; form: OfferForm }): Promise<{ id: Id; saved_at: Instant }>
  /** Sends the saved draft for approval. */
  market_offer_send(a: { id: Id } & Write): Promise<Saved>
  market_offer_decide(a: { id: Id; approve: boolean; reason: string } & Write): Promise<Saved>
  market_take(a: { offer_id: Id } & Write): Promise<Voucher>
  market_vouchers(a: None): Promise<Voucher[]>
  /** Exactly one of the two. `market.not_a_voucher`, `market.no_code_in_picture`. */
  market_redeem(a: { text?: string | null; picture_base64?: string | null } & Write): Promise<Redemption>
  /** The provider's list: what was redeemed, what waits to be reconciled, what was refused. */
  market_redemptions(a: { state?: RedemptionState | null; offset: number; limit: number }): Promise<RedemptionPage>

  /** Works before anybody signs in. */
  settings_view(a: None): Promise<SettingsView>
  settings_save(a: { settings: Settings }): Promise<Settings>
  settings_device_end(a: { device_id: Id } & Write): Promise<Saved>
}

export type Call = keyof Backend
/** Calls `changed` with the topics that changed; returns the way to stop. */
export type Observe = (topics: Topic[], changed: (topics: Topic[]) => void) => () => void
