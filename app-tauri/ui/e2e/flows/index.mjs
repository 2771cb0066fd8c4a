import { bare } from './bare.mjs'
import { card } from './card.mjs'
import { grant } from './grant.mjs'
import { law } from './law.mjs'
import { look } from './look.mjs'
import { many } from './many.mjs'
import { market } from './market.mjs'
import { member } from './member.mjs'
import { session } from './session.mjs'
import { survey } from './survey.mjs'
import { sync } from './sync.mjs'

/** In the order they are walked; each signs in by itself. */
export const FLOWS = { session, member, grant, survey, sync, law, card, market, bare, many, look }
