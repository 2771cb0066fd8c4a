// Where the person was in the roster, so that coming back from a record finds the same list. Kept for this tab only.
import type { MemberSort, MemberStatus } from '../backend/contract'

export const held: { query: string; status: MemberStatus | ''; department: string; sort: MemberSort; descending: boolean; cursor: number } =
  { query: '', status: '', department: '', sort: 'name', descending: false, cursor: 0 }
