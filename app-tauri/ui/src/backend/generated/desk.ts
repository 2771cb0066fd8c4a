// Written from app-tauri/desk by `CONGDOAN_WRITE_TYPES=1 cargo test -p congdoan-desk signature`: change the Rust, not this.
// Ids are strings; an Instant is epoch milliseconds UTC; a CivilDate is 'YYYY-MM-DD' (Asia/Ho_Chi_Minh); Dong is integer đồng.

export type Instant = number
export type CivilDate = string
export type Dong = number

/**
 * An answer as the page writes it: choices by `option_ids`, a scale by `value`, words by `text`.
 */
export type Answer = { question_id: string, option_ids: Array<string>, value: number | null, text: string | null, };

export type AnswerCount = { label: string, count: number, };

export type AnswerDraft = { id: string, answers: Array<Answer>, };

export type AnswerForm = { survey: SurveyRow, intro: string, questions: Array<Question>, 
/**
 * What is being written, else what was given.
 */
answers: Array<Answer>, draft_saved_at: Instant | null, 
/**
 * The answer that was given last.
 */
sending: Sending | null, };

export type AnswerText = { text: string, by: string | null, at: Instant, };

/**
 * A failure as the page gets it.
 */
export type ApiError = { 
/**
 * Stable, room first: `session.pin_wrong`, `member.name_missing`, `sync.in_flight`, `desk.internal` …
 */
code: string, 
/**
 * What happened · what is kept · what to do.
 */
message: Said, 
/**
 * Facts for the page. `field` names the form field that is wrong, `left` tries left.
 */
args: { [key in string]: string }, 
/**
 * `now`: try again; `online`: when there is a network; `later`: after a while; `never`: other input is needed.
 */
retry: 'now' | 'online' | 'later' | 'never', };

export type ArticleQuery = { article_id: string, 
/**
 * The day its standing is told for; today when left out.
 */
on?: CivilDate | null, };

/**
 * Who would receive it.
 */
export type Audience = { unit_name: string, people: number, };

export type CardCount = { status: CardStatus, count: number, };

export type CardPage = { rows: Array<CardRow>, offset: number, total: number, 
/**
 * Of all that the words find, whatever the status asked for.
 */
counts: Array<CardCount>, };

export type CardQuery = { query?: string | null, status?: CardStatus | null, offset: number, limit: number, };

export type CardRow = { card_id: string, member_id: string, name: string, member_code: string, issued_at: Instant | null, valid_until: CivilDate | null, status: CardStatus, reason: string | null, };

export type CardStatus = "valid" | "paused" | "revoked" | "expired" | "unsigned";

export type Choice = { id: string, text: string, };

export type ClosingSurvey = { survey_id: string, title: string, closes_on: CivilDate, days_left: number, 
/**
 * For the member: whether their answer is given. For the officer: counts.
 */
my_answer: MyAnswer | null, answered: number | null, invited: number | null, };

/**
 * Exactly one of the two.
 */
export type CodeGiven = { text?: string | null, 
/**
 * A PNG or JPEG file.
 */
picture_base64?: string | null, };

/**
 * One line of the total-cost card; neither money nor text is "không có".
 */
export type CostLine = { 
/**
 * Stable word; the page has its label in both languages.
 */
key: 'price' | 'price_for_members' | 'extra_fees' | 'pays' | 'deposit' | 'instalments' | 'renewal' | 'conditions' | 'data_asked', dong: Dong | null, text: string | null, };

/**
 * Bytes over the network in this calendar month (Việt Nam's).
 */
export type DataUse = { 
/**
 * `2026-11`
 */
month: string, bytes: number, pack_bytes: number, 
/**
 * Of the last exchange.
 */
last_up: number, last_down: number, last_ms: number | null, };

/**
 * What waits for this person's word.
 */
export type Decision = { kind: DecisionKind, id: string, title: Said, second: Said, };

/**
 * What the form for deciding on an offer holds.
 */
export type DecisionForm = { approve: boolean, reason: string, };

export type DecisionKind = "offer" | "grant" | "invitation";

export type Density = "normal" | "dense";

export type DepartmentCount = { department: string, count: number, };

export type Device = { id: string, name: string, algorithm: string, enrolled_at: Instant, ended_at: Instant | null, 
/**
 * The device this desk runs on.
 */
is_this: boolean, 
/**
 * Set while ending it waits or was refused.
 */
sending: Sending | null, };

export type DoubleUseBearer = "provider" | "union";

/**
 * What a refused or withdrawn command said, so that its form reopens filled in. `id` is the thing whose page has the
 * form: a member, a grant, a survey, an offer.
 */
export type Draft = { "form": "member_admit", value: MemberForm, } | { "form": "member_edit", id: string, value: MemberForm, } | { "form": "member_status", id: string, value: StatusForm, } | { "form": "member_invite", id: string, } | { "form": "member_revoke", id: string, invitation_id: string, } | { "form": "member_device_end", id: string, device_id: string, } | { "form": "grant_propose", value: GrantForm, } | { "form": "grant_decide", id: string, } | { "form": "grant_end", id: string, } | { "form": "grant_invite", id: string, } | { "form": "grant_revoke", id: string, invitation_id: string, } | { "form": "survey_publish", id: string, } | { "form": "survey_close", id: string, } | { "form": "survey_answer", id: string, value: Array<Answer>, } | { "form": "market_offer", id: string, value: OfferForm, } | { "form": "market_decide", id: string, value: DecisionForm, } | { "form": "market_take", id: string, };

/**
 * Why the lists are empty: what happened, then what is kept and what to do.
 */
export type Emptiness = { kind: LackKind, title: Said, text: Said, };

export type EndDevice = { device_id: string, mends?: string | null, };

export type GrantAct = { id: string, mends?: string | null, };

export type GrantDecision = { id: string, 
/**
 * False turns it down: the grant ends before it began.
 */
accept: boolean, mends?: string | null, };

export type GrantDetail = { row: GrantRow, unit_full: string, proposed_by: Said, 
/**
 * Null while it waits for the second person, and for what the operator gave.
 */
confirmed_by: Said | null, devices: Array<Device>, invitations: Array<Invitation>, 
/**
 * The rules let this person be the second one.
 */
can_confirm: boolean, 
/**
 * They let them end it, or turn it down while it is only proposed.
 */
can_end: boolean, can_invite: boolean, };

/**
 * What the form for a proposal holds.
 */
export type GrantForm = { 
/**
 * A member, or somebody who works there already; null: somebody new.
 */
person: string | null, name: string, unit: string, role: GrantRole, 
/**
 * The first day; null: from now on.
 */
from: CivilDate | null, 
/**
 * The last day; null: until it is ended.
 */
to: CivilDate | null, };

export type GrantPage = { rows: Array<GrantRow>, offset: number, 
/**
 * All that match.
 */
total: number, 
/**
 * All there are, whatever the search.
 */
total_all: number, };

/**
 * Somebody who may be proposed: a member here, or one who holds a grant that this desk sees.
 */
export type GrantPerson = { id: string, name: string, 
/**
 * Code and department, or role and unit.
 */
second: Said, };

export type GrantPropose = { form: GrantForm, mends?: string | null, };

/**
 * What a list of grants asks; `offset` and `limit` are the window of rows.
 */
export type GrantQuery = { 
/**
 * Words of a name or a unit, with or without diacritics.
 */
query?: string | null, 
/**
 * Also those that have ended.
 */
ended?: boolean | null, offset: number, limit: number, };

export type GrantRole = "chair" | "officer" | "provider_staff";

/**
 * A line of the list.
 */
export type GrantRow = { id: string, name: string, 
/**
 * "ủy viên"
 */
role: Said, 
/**
 * Short name; empty if this device does not know the unit.
 */
unit: string, from: CivilDate, 
/**
 * The last day; null: until it is ended.
 */
to: CivilDate | null, standing: GrantStanding, 
/**
 * Working devices of the holder that this desk sees.
 */
devices: number, 
/**
 * Invitations that nobody has used yet.
 */
open_invitations: number, 
/**
 * Set while what this device did about it waits or was refused.
 */
sending: Sending | null, };

export type GrantSearch = { 
/**
 * Words of a name, with or without diacritics; empty: all.
 */
query: string, };

/**
 * How a grant stands.
 */
export type GrantStanding = "mine" | "proposed" | "to_come" | "working" | "no_device" | "over" | "ended";

export type GrantUnit = { id: string, full: string, short: string, roles: Array<GrantRole>, };

/**
 * Units at which this person may propose somebody; their own first.
 */
export type GrantUnits = { units: Array<GrantUnit>, 
/**
 * There are more: they are found by their name.
 */
more: boolean, };

export type HistoryLine = { on: CivilDate, text: Said, second: string | null, };

export type HomeView = { today: CivilDate, 
/**
 * The lists of this home may not be shown now (device ended, copy too old): only a person's own unsent words are.
 */
shut: boolean, refused: Array<OutboxItem>, waiting: Array<OutboxItem>, decisions: Array<Decision>, closing: Array<ClosingSurvey>, };

export type Invitation = { id: string, person_name: string, 
/**
 * Who made it, as far as this device knows.
 */
made_by: Said, made_at: Instant, expires_at: Instant, state: InvitationState, 
/**
 * False until the command reached the server: "dùng được sau khi gửi".
 */
usable: boolean, used_at: Instant | null, used_by_device: string | null, 
/**
 * Only on the device that made it and only while unused: the server keeps a hash.
 */
text: string | null, 
/**
 * `text` as a QR code.
 */
qr_svg: string | null, 
/**
 * Set while making it or taking it back waits or was refused.
 */
sending: Sending | null, };

export type InvitationGiven = { invitation: string, };

/**
 * What an invitation text says, read with no network and nothing used up.
 */
export type InvitationReading = { server_address: string, trust: ServerTrust, root_fingerprint: string, unit_name: string | null, person_name: string | null, expires_at: Instant | null, };

export type InvitationRevoke = { id: string, mends?: string | null, };

export type InvitationState = "unused" | "used" | "revoked" | "expired" | "refused";

/**
 * When unfinished words were kept on this device.
 */
export type Kept = { saved_at: Instant, };

/**
 * Where the part of a home's key lies that no person types.
 */
export type KeyKept = "nobody" | "keychain" | "file";

export type LackKind = "first_load" | "set_aside" | "no_role";

export type Language = "vi" | "en";

export type LawArticle = { id: string, 
/**
 * "Điều 98"
 */
number: string, title: string, document: LawDocument, 
/**
 * From the widest: "Chương VI. Tiền lương".
 */
path: Array<string>, citation: string, blocks: Array<LawBlock>, validity: Validity, 
/**
 * The day the validity is told for.
 */
on: CivilDate, 
/**
 * Oldest first; this one alone when there is no other.
 */
versions: Array<LawVersion>, previous: LawLink | null, next: LawLink | null, pack: LawPack, };

/**
 * A stretch of an article.
 */
export type LawBlock = { 
/**
 * `k2`, `k2-a`; unique in the article.
 */
anchor: string, kind: LawBlockKind, 
/**
 * As it stands in the text: "2.", "a)". Empty for words without a number.
 */
label: string, 
/**
 * 1 for a point within a clause.
 */
depth: number, text: string, 
/**
 * "điểm a khoản 2 Điều 98 Bộ luật Lao động 45/2019/QH14"
 */
citation: string, };

export type LawBlockKind = "clause" | "point" | "text" | "footnote";

/**
 * A document without its texts.
 */
export type LawDocument = { id: string, title: string, 
/**
 * What a narrow column shows.
 */
short: string, number: string, articles: number, validity: Validity, 
/**
 * What a reader must be told about this copy.
 */
cautions: Array<Said>, };

export type LawHit = { article_id: string, 
/**
 * Clause or point the query named, to mark.
 */
anchor: string | null, 
/**
 * "Điều 98"
 */
number: string, title: Array<Run>, document: LawDocument, citation: string, snippet: Array<Run>, validity: Validity, match: LawMatch, };

export type LawHits = { 
/**
 * The query is a citation: Enter goes there.
 */
jump: LawHit | null, 
/**
 * Best first; those that match as typed stand above those that match without diacritics.
 */
hits: Array<LawHit>, 
/**
 * The query was typed without any diacritic: every accented variant is meant.
 */
typed_plain: boolean, 
/**
 * What the query names and a text that is here does not have, in words.
 */
no_such: Array<Said>, 
/**
 * Parts of the library that could not be searched, in words. Downloading the pack again fetches just these.
 */
unread: Array<Said>, };

export type LawLink = { article_id: string, 
/**
 * "Điều 97", or with its title.
 */
label: string, };

/**
 * How a hit was found.
 */
export type LawMatch = "citation" | "exact" | "folded";

export type LawOutline = { document: LawDocument, nodes: Array<OutlineNode>, 
/**
 * Parts that could not be read, in words.
 */
unread: Array<Said>, };

/**
 * Where the text comes from.
 */
export type LawPack = { version: number, made_on: CivilDate | null, 
/**
 * Checked on this device; null: nobody signed it.
 */
signed_by: string | null, is_sample: boolean, };

export type LawQuery = { 
/**
 * Words with or without diacritics, or a citation.
 */
query: string, 
/**
 * Today when left out.
 */
on?: CivilDate | null, limit: number, };

export type LawState = { 
/**
 * Its size is known without downloading it once the server was reached.
 */
pack: Pack, articles: number, documents: Array<LawDocument>, 
/**
 * Nothing but invented texts.
 */
is_sample: boolean, can_search: boolean, };

/**
 * One text of a document of which there are several, old beside new.
 */
export type LawVersion = { 
/**
 * Of the document.
 */
id: string, label: string, from: CivilDate | null, to: CivilDate | null, state: VersionState, is_shown: boolean, 
/**
 * Its article with the same subject, judged by the title; null: none is close enough.
 */
article: LawLink | null, };

/**
 * What signing out would lose.
 */
export type LeavingList = { waiting: Array<OutboxItem>, refused: Array<OutboxItem>, 
/**
 * Surveys and offers being written, answers begun: none of it was ever sent.
 */
drafts: number, };

export type LogFile = { file_name: string, 
/**
 * Where it was saved. Null in the browser twin: the page offers the text as a download.
 */
path: string | null, text: string, };

/**
 * The person who is signed in.
 */
export type Me = { home_id: string, member_id: string | null, name: string, 
/**
 * How the app addresses them.
 */
address: 'anh' | 'chị' | 'anh/chị', 
/**
 * In words: "Chủ tịch công đoàn cơ sở".
 */
title: Said, roles: Array<Role>, unit: UnitName, parent_unit: UnitName | null, provider: ProviderName | null, };

export type MemberAdmit = { form: MemberForm, mends?: string | null, };

export type MemberDetail = { row: MemberRow, 
/**
 * The record as a form; `member_edit` takes it back as `before`.
 */
form: MemberForm, unit: UnitName, status_since: CivilDate, status_reason: string | null, 
/**
 * Newest first.
 */
history: Array<HistoryLine>, devices: Array<Device>, invitations: Array<Invitation>, 
/**
 * Changes of status that the rules allow this person to make now.
 */
next_statuses: Array<MemberStatus>, can_edit: boolean, can_invite: boolean, };

export type MemberEdit = { id: string, 
/**
 * The form as the record filled it. Where another has changed a field since then that this one changes too, the
 * answer is `member.changed_meanwhile` with the field: read the record again and let the person look.
 */
before: MemberForm, form: MemberForm, mends?: string | null, };

/**
 * What an office writes about a member; a member code is given by rules of its own, not by the form.
 */
export type MemberForm = { name: string, sex: Sex | null, born_on: CivilDate | null, phone: string | null, department: string | null, job: string | null, 
/**
 * Joined the union on.
 */
joined_on: CivilDate | null, };

export type MemberInvite = { id: string, mends?: string | null, };

export type MemberPage = { rows: Array<MemberRow>, offset: number, 
/**
 * Found by the query and filters.
 */
total: number, 
/**
 * All in the roster.
 */
total_all: number, 
/**
 * How many of `total` match with the diacritics as typed (they come first); null without a query.
 */
exact: number | null, 
/**
 * Found but for the filter of statuses.
 */
status_counts: Array<StatusCount>, department_counts: Array<DepartmentCount>, 
/**
 * The roster is complete as of.
 */
as_of: Instant | null, };

/**
 * What a list of members asks; `offset` and `limit` are the window of rows.
 */
export type MemberQuery = { query?: string | null, statuses?: Array<MemberStatus> | null, departments?: Array<string> | null, sort?: MemberSort | null, descending?: boolean | null, offset: number, limit: number, };

/**
 * A line of the roster.
 */
export type MemberRow = { id: string, name: string, 
/**
 * The name cut where the query found it; null without a query.
 */
name_marks: Array<Run> | null, code: string | null, born_on: CivilDate | null, department: string | null, status: MemberStatus, 
/**
 * Null: has no card.
 */
card: CardStatus | null, 
/**
 * Devices that may still come.
 */
device_count: number, 
/**
 * Set while a command about this member waits or was refused.
 */
sending: Sending | null, };

export type MemberSort = "name" | "code" | "born_on" | "department" | "status";

export type MemberStatus = "active" | "applicant" | "paused" | "transferring" | "left" | "retired" | "expelled";

export type MemberStatusChange = { id: string, mends?: string | null, status: MemberStatus, reason: string, 
/**
 * Since which day; null: today.
 */
on: CivilDate | null, };

export type MyAnswer = "none" | "draft" | "given";

export type MyCard = { name: string, member_code: string, unit_name: string, status: CardStatus, status_as_of: Instant | null, 
/**
 * Null until the server has signed it.
 */
issued_at: Instant | null, valid_until: CivilDate | null, 
/**
 * Null where showing it would help nobody: unsigned, revoked or expired.
 */
qr_svg: string | null, qr_text: string | null, signed_by: string | null, 
/**
 * Names the key that signed it, as a person compares it: "7c1e 90ab 44d2 0f31".
 */
key_digest: string | null, };

export type NetworkState = "online" | "offline";

/**
 * Arguments of a call that takes none.
 */
export type NoArguments = Record<string, never>;

/**
 * A command of this device.
 */
export type OfCommand = { command_id: string, };

export type OfDocument = { document_id: string, };

/**
 * A grant.
 */
export type OfGrant = { id: string, };

/**
 * A member.
 */
export type OfMember = { id: string, };

export type OfOffer = { id: string, };

export type OfPack = { name: string, };

/**
 * A survey.
 */
export type OfSurvey = { id: string, };

export type Offer = { id: string, form: OfferForm, 
/**
 * The total-cost card: nine lines in their fixed order.
 */
cost: Array<CostLine>, provider: ProviderName, state: OfferState, 
/**
 * "Nếu một phiếu bị dùng hai lần khi ngoại tuyến, … chịu."
 */
double_use: Said, decided_at: Instant | null, decided_by: string | null, refusal: string | null, 
/**
 * Null where this person may not see it.
 */
taken: number | null, redeemed: number | null, 
/**
 * Member: this person's newest voucher of this offer.
 */
my_voucher_id: string | null, can_edit: boolean, can_decide: boolean, can_end: boolean, can_take: boolean, cannot_take: Said | null, sending: Sending | null, };

export type OfferDecide = { id: string, approve: boolean, 
/**
 * Needed when not approving; the provider reads it.
 */
reason: string, mends?: string | null, };

/**
 * A draft may be incomplete: null is not filled in yet, or "không có" where the field says so.
 */
export type OfferForm = { title: string, what: string, 
/**
 * Null: no price of its own.
 */
price: Dong | null, price_for_members: Dong | null, 
/**
 * The rest of the total-cost card; null is "không có".
 */
extra_fees: Dong | null, deposit: Dong | null, instalments: string | null, renewal: string | null, data_asked: string | null, conditions: string, place: string, starts_on: CivilDate | null, ends_on: CivilDate | null, 
/**
 * Vouchers in all; null: no limit.
 */
quantity: number | null, 
/**
 * Vouchers for each member, 1 to 20.
 */
per_member: number | null, double_use_bearer: DoubleUseBearer, };

export type OfferList = "member" | "provider" | "approval";

export type OfferQuery = { list: OfferList, query?: string | null, };

export type OfferSave = { 
/**
 * Null makes a new one.
 */
id?: string | null, form: OfferForm, };

export type OfferSaved = { id: string, saved_at: Instant, };

export type OfferSend = { id: string, 
/**
 * The refused command that this one replaces.
 */
mends?: string | null, };

export type OfferState = "draft" | "waiting" | "approved" | "refused" | "ended";

/**
 * A command of this device, as the sync panel lists it.
 */
export type OutboxItem = { sending: Sending, 
/**
 * "Kết nạp Vũ Thị Hồng Nhung"
 */
title: Said, 
/**
 * Whom or what it is about, where the title does not say it.
 */
second: Said | null, room: Room, saved_at: Instant, answered_at: Instant | null, 
/**
 * Refused only: what is still kept on this device.
 */
kept: Said | null, 
/**
 * A form can be opened with its words, and what it is about is here.
 */
can_mend: boolean, 
/**
 * sync_discard drops it for good.
 */
can_discard: boolean, };

export type OutlineKind = "part" | "chapter" | "section" | "subsection" | "article";

export type OutlineNode = { id: string, kind: OutlineKind, 
/**
 * "Chương VI", "Điều 98"
 */
number: string, 
/**
 * Empty: the part with it cannot be read.
 */
title: string, 
/**
 * 0: the highest heading.
 */
depth: number, article_id: string | null, };

export type Pack = { name: string, title: Said, second: Said | null, state: PackState, version: number | null, made_on: CivilDate | null, 
/**
 * On the disk; of an absent pack what a download takes; null: not known until the server is reached.
 */
size_bytes: number | null, 
/**
 * Of the download under way or paused: what came, and what is to come in all.
 */
have_bytes: number, fetch_bytes: number | null, 
/**
 * The server's clock when it was asked for a newer version last.
 */
checked_at: Instant | null, 
/**
 * Checked on this device just now; null: nobody signed what is here.
 */
signed_by: string | null, is_sample: boolean, error: ApiError | null, };

export type PackState = "absent" | "downloading" | "paused" | "verifying" | "ready" | "update" | "broken";

/**
 * A line of the list of people of this PC.
 */
export type Person = { home_id: string, name: string, title: Said, unit_short: string, state: PersonState, waiting: number, 
/**
 * Folders that hold a copy of this home: what is in them is not used.
 */
copies: Array<string>, last_used_at: Instant | null, is_sample: boolean, 
/**
 * The home opens with a PIN; without one the page asks for none.
 */
has_pin: boolean, };

/**
 * How a person of this PC stands, as far as can be known without their key.
 */
export type PersonState = "open" | "locked" | "ended" | "stale";

/**
 * A provider by its name.
 */
export type ProviderName = { id: string, name: string, };

/**
 * A question as the page writes it.
 */
export type Question = { id: string, kind: QuestionKind, text: string, required: boolean, 
/**
 * Single and multiple only.
 */
options: Array<Choice>, 
/**
 * Scale only.
 */
scale: Scale | null, };

export type QuestionBoard = { question: Question, answered: number, 
/**
 * Choices or scale steps in question order.
 */
counts: Array<AnswerCount>, 
/**
 * Free texts, newest first (at most 200; `texts_total` says of how many).
 */
texts: Array<AnswerText>, texts_total: number, };

export type QuestionKind = "single" | "multiple" | "scale" | "text";

/**
 * A redemption at this provider. It names no holder: a provider learns the voucher's code and no person.
 */
export type Redemption = { voucher_id: string | null, state: RedemptionState, at: Instant, offer_title: string | null, reason: Said | null, 
/**
 * Refused because it was redeemed before: when and where that was.
 */
first_at: Instant | null, first_place: string | null, 
/**
 * Who bears it if this turns out a double use; on pending.
 */
double_use: Said | null, sending: Sending | null, };

export type RedemptionCount = { state: RedemptionState, count: number, };

export type RedemptionPage = { 
/**
 * Newest first.
 */
rows: Array<Redemption>, offset: number, total: number, counts: Array<RedemptionCount>, };

export type RedemptionQuery = { state?: RedemptionState | null, offset: number, limit: number, };

/**
 * accepted: "Đã đổi", by the server · pending: "Chờ đối chiếu" · refused: with the reason and time of the first.
 */
export type RedemptionState = "accepted" | "pending" | "refused";

/**
 * What a person may see, coarsely: the page shows rooms by it, the rules decide by grants.
 */
export type Role = "member" | "branch_officer" | "province_officer" | "provider";

/**
 * The room whose page shows what a command was about.
 */
export type Room = "session" | "member" | "grant" | "survey" | "market";

/**
 * A stretch of text; `marked` is what the query found. Never HTML.
 */
export type Run = { text: string, marked: boolean, };

/**
 * A sentence of the program, in the chosen language.
 */
export type Said = string;

/**
 * What every writing call answers: it is durable on this device.
 */
export type Saved = { sending: Sending, 
/**
 * The thing written (member, survey, offer, voucher, invitation).
 */
id: string, };

export type Scale = { min: number, max: number, min_label: string, max_label: string, };

/**
 * The four sync words.
 */
export type SendState = "local" | "waiting" | "sent" | "refused";

/**
 * How far a command of this device has come.
 */
export type Sending = { command_id: string, state: SendState, 
/**
 * Local and waiting: saved here at; sent and refused: the server's time.
 */
at: Instant, 
/**
 * Only when refused.
 */
reason: Said | null, 
/**
 * True only while no send was attempted.
 */
can_withdraw: boolean, };

/**
 * How the server of an invitation is recognised.
 */
export type ServerTrust = "pin" | "public_ca" | "loopback";

export type SessionEnrol = { invitation: string, pin: string, device_name: string, };

export type SessionLeave = { give_up: boolean, };

export type SessionOpen = { home_id: string, pin: string, };

export type SessionState = "nobody" | "locked" | "open";

/**
 * Who sits at this PC, and who could.
 */
export type SessionView = { state: SessionState, people: Array<Person>, 
/**
 * Set when open.
 */
me: Me | null, 
/**
 * The home that is locked on screen.
 */
locked_home_id: string | null, device_name: string, 
/**
 * Seconds without a key or pointer before the page calls session_lock (Rust locks too, as a backstop).
 */
idle_lock_seconds: number, };

/**
 * How the page looks on this PC, for everybody who sits here.
 */
export type Settings = { language: Language, theme: Theme, density: Density, 
/**
 * Percent: 100, 115, 130, 150, 200.
 */
text_size: number, single_keys: boolean, };

export type SettingsPin = { 
/**
 * The present PIN; empty: there is none.
 */
current: string, 
/**
 * The new one; empty: none from now on.
 */
pin: string, };

export type SettingsSave = { settings: Settings, };

export type SettingsView = { settings: Settings, version: string, 
/**
 * Null when nobody is signed in.
 */
trust: Trust | null, devices: Array<Device>, 
/**
 * Invitations made for this person, by whomever; newest first.
 */
invitations: Array<Invitation>, };

export type Sex = "female" | "male";

export type StatusCount = { status: MemberStatus, count: number, };

/**
 * What the form for a change of status holds.
 */
export type StatusForm = { status: MemberStatus, reason: string, 
/**
 * Since which day; null: today.
 */
on: CivilDate | null, };

export type SurveyAnswer = { id: string, answers: Array<Answer>, mends?: string | null, };

export type SurveyBoard = { survey: SurveyRow, answered: number, invited: number, as_of: Instant | null, questions: Array<QuestionBoard>, };

export type SurveyClose = { mends?: string | null, id: string, };

export type SurveyDraft = { id: string, title: string, intro: string, closes_on: CivilDate | null, questions: Array<Question>, 
/**
 * Null: nothing of it is kept yet.
 */
saved_at: Instant | null, audience: Audience, };

export type SurveyPublish = { id: string, mends?: string | null, };

export type SurveyRow = { id: string, title: string, state: SurveyState, questions: number, published_at: Instant | null, closes_on: CivilDate | null, closed_at: Instant | null, 
/**
 * Who asks.
 */
by: string, 
/**
 * For an office: how many answered, of how many.
 */
answered: number | null, invited: number | null, 
/**
 * Null when this person is not asked.
 */
my_answer: MyAnswer | null, can_edit: boolean, can_close: boolean, can_see_board: boolean, 
/**
 * Set while a command about it waits or was refused.
 */
sending: Sending | null, };

export type SurveyState = "draft" | "open" | "closed";

/**
 * A survey as its writer left it; incomplete is fine.
 */
export type SurveyWritten = { id: string, title: string, intro: string, closes_on: CivilDate | null, questions: Array<Question>, };

export type SyncPanel = { status: SyncStatus, device_name: string, next_try_at: Instant | null, waiting: Array<OutboxItem>, refused: Array<OutboxItem>, sent_today: Array<OutboxItem>, packs: Array<Pack>, packs_bytes: number, disk_free_bytes: number | null, data: DataUse, };

/**
 * What the status line says.
 */
export type SyncStatus = { network: NetworkState, network_since: Instant | null, waiting: number, refused: number, 
/**
 * The server's clock when this device last had everything.
 */
last_settled_at: Instant | null, 
/**
 * Device clock minus server clock; null within 2 minutes or unknown.
 */
clock_offset_ms: number | null, 
/**
 * What keeps sync from working although there is a network (device ended, program too old, desk copy stale).
 */
blocked: ApiError | null, 
/**
 * Why the lists are empty, whatever the network does.
 */
lack: Emptiness | null, };

export type Theme = "system" | "light" | "dark";

/**
 * The server and the keys of the open home.
 */
export type Trust = { server_address: string, server_id: string, root_fingerprint: string, device_id: string, device_name: string, 
/**
 * Names this device's public key as a person compares it; empty while the device is not known here yet.
 */
device_key_digest: string, algorithm: string, 
/**
 * A PIN is needed to open this home.
 */
pin: boolean, key_kept: KeyKept, };

export type UnitName = { id: string, full: string, short: string, };

/**
 * The time of a text, with what is doubtful about it.
 */
export type Validity = { state: ValidityState, 
/**
 * First day in force.
 */
from: CivilDate | null, 
/**
 * First day out of force.
 */
to: CivilDate | null, 
/**
 * Where the dates come from and what is wrong with them, in Vietnamese.
 */
note: string | null, };

/**
 * Whether a text binds on the day asked for.
 */
export type ValidityState = "in_force" | "not_yet" | "expired" | "partly_expired" | "suspended" | "unknown_start" | "unknown_end" | "disputed";

export type Verdict = { kind: VerdictKind, at: Instant, 
/**
 * One sentence: why.
 */
reason: Said, 
/**
 * What was looked at, in order.
 */
steps: Array<Said>, 
/**
 * Null where nothing vouches for it (forged, key unknown): no name is shown.
 */
name: string | null, member_code: string | null, unit_name: string | null, valid_until: CivilDate | null, 
/**
 * Null where the list was not asked.
 */
list_age_hours: number | null, signed_by: string | null, };

export type VerdictKind = "valid" | "paused" | "revoked" | "unknown" | "expired" | "forged";

export type VerifyState = { 
/**
 * The status list on this device.
 */
list_made_at: Instant | null, list_age_hours: number | null, max_age_hours: number, signed_by: string | null, 
/**
 * Today's verdicts, newest first, kept on this device until the day ends.
 */
log: Array<Verdict>, };

export type VersionState = "past" | "present" | "future" | "unknown";

export type Voucher = { id: string, offer_id: string, title: Said, provider_name: string, double_use: Said, state: VoucherState, taken_at: Instant, expires_on: CivilDate | null, used_at: Instant | null, used_place: string | null, refusal: Said | null, 
/**
 * Only while it can be used.
 */
qr_svg: string | null, qr_text: string | null, 
/**
 * Null once the server has it.
 */
sending: Sending | null, };

export type VoucherState = "ready" | "used" | "expired" | "refused";

export type VoucherTake = { offer_id: string, mends?: string | null, };

export type Withdrawal = { command_id: string, 
/**
 * Also what hangs on it.
 */
together?: boolean | null, };

/** One method for each function of the desk. */
export interface Desk {
  session_view(a: NoArguments): Promise<SessionView>
  session_open(a: SessionOpen): Promise<SessionView>
  session_lock(a: NoArguments): Promise<SessionView>
  session_switch(a: NoArguments): Promise<SessionView>
  session_leaving(a: NoArguments): Promise<LeavingList>
  session_leave(a: SessionLeave): Promise<SessionView>
  session_invitation_read(a: InvitationGiven): Promise<InvitationReading>
  session_enrol(a: SessionEnrol): Promise<SessionView>
  session_touch(a: NoArguments): Promise<null>
  home_view(a: NoArguments): Promise<HomeView>
  sync_status(a: NoArguments): Promise<SyncStatus>
  sync_panel(a: NoArguments): Promise<SyncPanel>
  sync_now(a: NoArguments): Promise<SyncStatus>
  sync_mend(a: OfCommand): Promise<Draft>
  sync_discard(a: OfCommand): Promise<null>
  sync_withdraw(a: Withdrawal): Promise<Draft | null>
  sync_hanging(a: OfCommand): Promise<Array<OutboxItem>>
  sync_words(a: OfCommand): Promise<Said>
  sync_pack_download(a: OfPack): Promise<null>
  sync_pack_pause(a: OfPack): Promise<null>
  sync_pack_verify(a: OfPack): Promise<Pack>
  sync_log_save(a: NoArguments): Promise<LogFile>
  member_list(a: MemberQuery): Promise<MemberPage>
  member_detail(a: OfMember): Promise<MemberDetail>
  member_admit(a: MemberAdmit): Promise<Saved>
  member_edit(a: MemberEdit): Promise<Saved>
  member_status(a: MemberStatusChange): Promise<Saved>
  member_invite(a: MemberInvite): Promise<Invitation>
  member_invitation_revoke(a: InvitationRevoke): Promise<Saved>
  member_device_end(a: EndDevice): Promise<Saved>
  grant_list(a: GrantQuery): Promise<GrantPage>
  grant_detail(a: OfGrant): Promise<GrantDetail>
  grant_units(a: GrantSearch): Promise<GrantUnits>
  grant_people(a: GrantSearch): Promise<Array<GrantPerson>>
  grant_propose(a: GrantPropose): Promise<Saved>
  grant_decide(a: GrantDecision): Promise<Saved>
  grant_end(a: GrantAct): Promise<Saved>
  grant_invite(a: GrantAct): Promise<Invitation>
  grant_invitation_revoke(a: InvitationRevoke): Promise<Saved>
  survey_list(a: NoArguments): Promise<Array<SurveyRow>>
  survey_draft_new(a: NoArguments): Promise<SurveyDraft>
  survey_draft(a: OfSurvey): Promise<SurveyDraft>
  survey_draft_save(a: SurveyWritten): Promise<Kept>
  survey_draft_delete(a: OfSurvey): Promise<null>
  survey_publish(a: SurveyPublish): Promise<Saved>
  survey_close(a: SurveyClose): Promise<Saved>
  survey_form(a: OfSurvey): Promise<AnswerForm>
  survey_answer_draft(a: AnswerDraft): Promise<Kept>
  survey_answer(a: SurveyAnswer): Promise<Saved>
  survey_board(a: OfSurvey): Promise<SurveyBoard>
  card_mine(a: NoArguments): Promise<MyCard | null>
  card_issued(a: CardQuery): Promise<CardPage>
  card_verify_state(a: NoArguments): Promise<VerifyState>
  card_verify(a: CodeGiven): Promise<Verdict>
  market_offers(a: OfferQuery): Promise<Array<Offer>>
  market_offer(a: OfOffer): Promise<Offer>
  market_offer_save(a: OfferSave): Promise<OfferSaved>
  market_offer_draft_delete(a: OfOffer): Promise<null>
  market_offer_send(a: OfferSend): Promise<Saved>
  market_offer_decide(a: OfferDecide): Promise<Saved>
  market_offer_end(a: OfferSend): Promise<Saved>
  market_take(a: VoucherTake): Promise<Voucher>
  market_vouchers(a: NoArguments): Promise<Array<Voucher>>
  market_redeem(a: CodeGiven): Promise<Redemption>
  market_redemptions(a: RedemptionQuery): Promise<RedemptionPage>
  law_state(a: NoArguments): Promise<LawState>
  law_search(a: LawQuery): Promise<LawHits>
  law_outline(a: OfDocument): Promise<LawOutline>
  law_article(a: ArticleQuery): Promise<LawArticle>
  settings_view(a: NoArguments): Promise<SettingsView>
  settings_save(a: SettingsSave): Promise<Settings>
  settings_device_end(a: EndDevice): Promise<Saved>
  settings_pin(a: SettingsPin): Promise<null>
}
