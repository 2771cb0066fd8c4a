// Written from app-tauri/desk by `CONGDOAN_WRITE_TYPES=1 cargo test -p congdoan-desk signature`: change the Rust, not this.
// Ids are strings; an Instant is epoch milliseconds UTC; a CivilDate is 'YYYY-MM-DD' (Asia/Ho_Chi_Minh); Dong is integer đồng.

export type Instant = number
export type CivilDate = string
export type Dong = number

export type JsonValue = number | string | boolean | Array<JsonValue> | { [key in string]: JsonValue } | null;

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

/** One method for each function of the desk. */
export interface Desk {
  session_view(a: JsonValue): Promise<JsonValue>
  session_open(a: JsonValue): Promise<JsonValue>
  session_lock(a: JsonValue): Promise<JsonValue>
  session_switch(a: JsonValue): Promise<JsonValue>
  session_leaving(a: JsonValue): Promise<JsonValue>
  session_leave(a: JsonValue): Promise<JsonValue>
  session_invitation_read(a: JsonValue): Promise<JsonValue>
  session_enrol(a: JsonValue): Promise<JsonValue>
  session_touch(a: JsonValue): Promise<JsonValue>
  home_view(a: JsonValue): Promise<JsonValue>
  sync_status(a: JsonValue): Promise<JsonValue>
  sync_panel(a: JsonValue): Promise<JsonValue>
  sync_now(a: JsonValue): Promise<JsonValue>
  sync_mend(a: JsonValue): Promise<JsonValue>
  sync_discard(a: JsonValue): Promise<JsonValue>
  sync_withdraw(a: JsonValue): Promise<JsonValue>
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
  settings_view(a: JsonValue): Promise<JsonValue>
  settings_save(a: JsonValue): Promise<JsonValue>
  settings_device_end(a: JsonValue): Promise<Saved>
}
