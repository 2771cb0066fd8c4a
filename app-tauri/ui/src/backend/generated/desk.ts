// Written from app-tauri/desk by `CONGDOAN_WRITE_TYPES=1 cargo test -p congdoan-desk signature`: change the Rust, not this.
// Ids are strings; an Instant is epoch milliseconds UTC; a CivilDate is 'YYYY-MM-DD' (Asia/Ho_Chi_Minh); Dong is integer đồng.

export type Instant = number
export type CivilDate = string
export type Dong = number

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
message: string, 
/**
 * Facts for the page. `field` names the form field that is wrong, `left` tries left.
 */
args: { [key in string]: string }, 
/**
 * `now`: try again; `online`: when there is a network; `later`: after a while; `never`: other input is needed.
 */
retry: 'now' | 'online' | 'later' | 'never', };

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

export type Density = "normal" | "dense";

export type InvitationGiven = { invitation: string, };

/**
 * What an invitation text says, read with no network and nothing used up.
 */
export type InvitationReading = { server_address: string, trust: ServerTrust, root_fingerprint: string, unit_name: string | null, person_name: string | null, expires_at: Instant | null, };

export type JsonValue = number | string | boolean | Array<JsonValue> | { [key in string]: JsonValue } | null;

export type Language = "vi" | "en";

/**
 * What signing out would lose.
 */
export type LeavingList = { waiting: Array<OutboxItem>, refused: Array<OutboxItem>, drafts: number, };

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
title: string, roles: Array<Role>, unit: UnitName, parent_unit: UnitName | null, provider: ProviderName | null, };

export type NetworkState = "online" | "offline";

/**
 * Arguments of a call that takes none.
 */
export type NoArguments = Record<string, never>;

/**
 * A command of this device.
 */
export type OfCommand = { command_id: string, };

/**
 * A command of this device, as the sync panel lists it.
 */
export type OutboxItem = { sending: Sending, 
/**
 * "Kết nạp Vũ Thị Hồng Nhung" and its second line.
 */
title: string, second: string | null, room: Room, saved_at: Instant, sent_at: Instant | null, answered_at: Instant | null, 
/**
 * Refused only: what is still kept on this device.
 */
kept: string | null, 
/**
 * Refused only: sync_mend gives a draft whose form can be opened.
 */
can_mend: boolean, };

/**
 * A line of the list of people of this PC.
 */
export type Person = { home_id: string, name: string, title: string, unit_short: string, state: PersonState, waiting: number, last_used_at: Instant | null, is_sample: boolean, };

/**
 * How a person of this PC stands, as far as can be known without their key.
 */
export type PersonState = "open" | "locked" | "ended" | "stale";

/**
 * A provider by its name.
 */
export type ProviderName = { id: string, name: string, };

/**
 * What a person may see, coarsely: the page shows rooms by it, the rules decide by grants.
 */
export type Role = "member" | "branch_officer" | "province_officer" | "provider";

/**
 * The room whose page shows what a command was about.
 */
export type Room = "session" | "member" | "survey" | "market";

/**
 * What every writing call answers: it is durable on this device.
 */
export type Saved = { sending: Sending, 
/**
 * The thing written (member, survey, offer, voucher, invitation).
 */
id: string, };

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
reason: string | null, 
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

export type SettingsSave = { settings: Settings, };

export type SettingsView = { settings: Settings, version: string, 
/**
 * Null when nobody is signed in.
 */
trust: Trust | null, devices: Array<JsonValue>, };

export type SyncPanel = { status: SyncStatus, device_name: string, next_try_at: Instant | null, waiting: Array<OutboxItem>, refused: Array<OutboxItem>, sent_today: Array<OutboxItem>, packs: Array<JsonValue>, packs_bytes: number, disk_free_bytes: number | null, data: DataUse, };

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
blocked: ApiError | null, };

export type Theme = "system" | "light" | "dark";

/**
 * The server and the keys of the open home.
 */
export type Trust = { server_address: string, server_id: string, root_fingerprint: string, device_id: string, device_name: string, device_key_digest: string, algorithm: string, };

export type UnitName = { id: string, full: string, short: string, };

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
  home_view(a: JsonValue): Promise<JsonValue>
  sync_status(a: NoArguments): Promise<SyncStatus>
  sync_panel(a: NoArguments): Promise<SyncPanel>
  sync_now(a: NoArguments): Promise<SyncStatus>
  sync_mend(a: OfCommand): Promise<JsonValue>
  sync_discard(a: OfCommand): Promise<null>
  sync_withdraw(a: OfCommand): Promise<JsonValue | null>
  member_list(a: JsonValue): Promise<JsonValue>
  member_detail(a: JsonValue): Promise<JsonValue>
  member_admit(a: JsonValue): Promise<Saved>
  member_edit(a: JsonValue): Promise<Saved>
  member_status(a: JsonValue): Promise<Saved>
  member_invite(a: JsonValue): Promise<JsonValue>
  member_invitation_revoke(a: JsonValue): Promise<Saved>
  member_device_end(a: JsonValue): Promise<Saved>
  survey_list(a: JsonValue): Promise<JsonValue>
  survey_draft_new(a: JsonValue): Promise<JsonValue>
  survey_draft(a: JsonValue): Promise<JsonValue>
  survey_draft_save(a: JsonValue): Promise<JsonValue>
  survey_draft_delete(a: JsonValue): Promise<JsonValue>
  survey_publish(a: JsonValue): Promise<Saved>
  survey_close(a: JsonValue): Promise<Saved>
  survey_form(a: JsonValue): Promise<JsonValue>
  survey_answer_draft(a: JsonValue): Promise<JsonValue>
  survey_answer(a: JsonValue): Promise<Saved>
  survey_board(a: JsonValue): Promise<JsonValue>
  settings_view(a: NoArguments): Promise<SettingsView>
  settings_save(a: SettingsSave): Promise<Settings>
  settings_device_end(a: JsonValue): Promise<Saved>
}
