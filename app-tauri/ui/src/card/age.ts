import { t } from '../text/i18n.svelte'

const DAY_HOURS = 48
/** "5 giờ trước"; days from two days on. */
export function hoursAge(hours: number): string {
  if (hours < 1) return t('common:age.now')
  const [unit, count] = hours < DAY_HOURS ? ['hour', Math.floor(hours)] as const : ['day', Math.floor(hours / 24)] as const
  return t(`common:age.${unit}`, { count })
}
