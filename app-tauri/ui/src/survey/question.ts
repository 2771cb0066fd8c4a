// Making and judging questions while a survey is written. The program judges again when it is sent.
import type { Answer, Question, QuestionKind } from '../backend/contract'
import { t } from '../text/i18n.svelte'

const id = (): string => crypto.randomUUID()
export const KINDS: QuestionKind[] = ['single', 'multiple', 'scale', 'text']
const SCALE = { min: 1, max: 5, min_label: '', max_label: '' }
/** Steps of a scale lie within 0…10. */
const LARGEST_STEP = 10

export const blankOption = (): Question['options'][number] => ({ id: id(), text: '' })
export const blankQuestion = (): Question => ({ id: id(), kind: 'single', text: '', required: true, options: [blankOption(), blankOption()], scale: null })
export const copyOf = (question: Question): Question => ({ ...question, id: id(), options: question.options.map((option) => ({ ...option, id: id() })) })
export const hasOptions = (kind: QuestionKind): boolean => kind === 'single' || kind === 'multiple'

/** Another kind keeps what it can use: choices stay between one and several. */
export function asKind(question: Question, kind: QuestionKind): Question {
  const options = hasOptions(kind) ? (question.options.length > 0 ? question.options : [blankOption(), blankOption()]) : []
  return { ...question, kind, options, scale: kind === 'scale' ? (question.scale ?? SCALE) : null }
}

/** What keeps this question from being sent; undefined when nothing does. */
export function fault(question: Question, number: number): string | undefined {
  if (question.text.trim() === '') return t('survey:q.textMissing', { number })
  if (hasOptions(question.kind)) {
    const texts = question.options.map((option) => option.text.trim())
    if (texts.length < 2 || texts.includes('')) return t('survey:q.optionsFew', { number })
    if (new Set(texts.map((text) => text.toLowerCase())).size < texts.length) return t('survey:q.optionsSame', { number })
  }
  const scale = question.scale
  if (question.kind === 'scale' && (scale === null || !(scale.min >= 0 && scale.min < scale.max && scale.max <= LARGEST_STEP))) return t('survey:q.scaleWrong', { number })
  return undefined
}

export const steps = (scale: NonNullable<Question['scale']>): number[] => Array.from({ length: Math.max(0, scale.max - scale.min + 1) }, (_, at) => scale.min + at)
export const noAnswer = (question: Question): Answer => ({ question_id: question.id, option_ids: [], value: null, text: null })
export const isAnswered = (answer: Answer | undefined): boolean =>
  answer !== undefined && (answer.option_ids.length > 0 || answer.value !== null || (answer.text ?? '').trim() !== '')
