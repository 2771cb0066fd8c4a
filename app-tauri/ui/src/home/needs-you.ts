import type { HomeView } from '../backend/contract'

/** The number beside "Việc hôm nay": what needs this person, never what merely exists. */
export function needsYou(home: HomeView): number {
  const unanswered = home.closing.filter((survey) => survey.my_answer !== null && survey.my_answer !== 'given').length
  return home.refused.length + home.decisions.length + unanswered
}
