// What a PIN must be where one is chosen: at the enrolment and in the settings. The program holds the same rule.
import type { Errors } from '../components/form.svelte'
import { t } from '../text/i18n.svelte'

export const PIN_DIGITS = 6
/** Both fields of a new PIN, by their ids. */
export const checkNewPin = (pin: string, again: string): Errors => ({
  'new-pin': /^\d{6,}$/.test(pin) ? undefined : t('session:newPin.short', { count: PIN_DIGITS }),
  'again-pin': pin === again ? undefined : t('session:againPin.differs'),
})
