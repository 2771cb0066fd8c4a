// What a person does in the real window: it opens signed in, lists, searches, answers, and lets go of its home.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { endAll, program, run, until } from './children.mjs'
import { Office } from './office.mjs'
import { Screen } from './screen.mjs'
import { Window } from './driver.mjs'

let office, screen, window
before(async () => {
  office = await Office.open()
  for (const who of ['hung', 'lan']) office.enrol(who)
  screen = await Screen.open(office.dir)
})
after(() => { endAll(); office?.close() })
afterEach(async (test) => { if (!test.passed) await screen.picture('failed-window.png') })

test('it opens on a home, signed in as its person, with the title of the program', async () => {
  window = await Window.open(screen, office.home('hung'))
  await window.see('nav a')
  const { state, me } = await window.call('session_view')
  assert.equal(state, 'open')
  assert.match(me.name, /Hùng/)
  assert.ok((await window.texts('body'))[0].includes(me.name), 'the page names the person')
})

test('the roster shows the members the desk counts', async () => {
  await window.go('member')
  await window.see('tbody tr:not(.space)')
  const { rows, total_all: all } = await window.call('member_list', { offset: 0, limit: 5 })
  assert.ok(all > 100, `${all} members`)
  const shown = await window.texts('tbody tr:not(.space)')
  for (const [at, row] of rows.entries()) assert.ok(shown[at].includes(row.name), `row ${at}: ${shown[at]}`)
  await screen.picture('roster.png')
})

test('a name typed in Telex is found, exact spelling first', async () => {
  await window.click('#member-find')
  await screen.type('Nguyeenx Quoocs Aarn')
  assert.equal(await window.value('#member-find'), 'Nguyễn Quốc Ẩn')
  await until('the found row', async () => (await window.texts('tbody tr:not(.space)'))[0]?.includes('Nguyễn Quốc Ẩn'))
})

test('what only a plug-in or a stranger would ask is refused', async () => {
  const unknown = await window.call('no_such_call').then(() => null, (error) => error.face)
  assert.match(unknown.code, /unknown_call$/)
  // The page's policy: no code from a text.
  assert.equal(await window.execute(`try { return (0, eval)('1 + 1') } catch (cause) { return cause.name }`), 'EvalError')
  // Least capabilities: the page may listen, and nothing else of Tauri's own.
  await assert.rejects(window.call('plugin:event|emit', { event: 'topics', payload: null }), /not allowed/)
  await assert.rejects(window.call('plugin:window|title', { label: 'main' }), /not allowed/)
  await window.execute(`location.href = 'http://127.0.0.1:9/'`)
  await window.see('#member-find')
})

test('a second start on the same home brings the first window to the front and ends', async () => {
  const other = await screen.otherWindow()
  await screen.activate(other)
  run(program('congdoan-shell'), ['--home', office.home('hung')], screen.env)
  await until('the first window in front', () => screen.x('getactivewindow').trim() === window.id)
  assert.equal(screen.windows('^Công Đoàn Số$').length, 1)
})

test('closing the window lets go of the home at once', async () => {
  await window.close()
  assert.equal(JSON.parse(office.ask('hung', 'member', 'list', 'nguyen', '--json')).of > 100, true)
})

test('chị Lan answers a survey in the window, and it counts on anh Hùng’s board', async () => {
  const board = () => { office.ask('hung', 'sync'); return JSON.parse(office.ask('hung', 'survey', 'board', survey.id, '--json')) }
  window = await Window.open(screen, office.home('lan'))
  await window.see('nav a')
  const survey = (await window.call('survey_list')).find((row) => row.state === 'open' && row.my_answer === 'none')
  assert.ok(survey, 'the sample has an open survey that Lan has not answered')
  const before = board()
  await window.go('survey')
  await window.click(`a[href="#/survey/answer/${survey.id}"]`)
  const { questions } = await window.call('survey_form', { id: survey.id })
  for (const question of questions) {
    const field = `[id="q-${question.id}"]`
    if (question.kind === 'text') { await window.click(`${field} textarea`); await screen.type('Canh nguooij quas') }
    else await window.click(`${field} label`)
  }
  await screen.picture('answer.png')
  await window.click('button[type=submit]')
  await window.see('h1', 'Khảo sát')
  await until('the answer to be sent', async () => (await window.call('sync_status')).waiting === 0)
  assert.equal((await window.call('survey_list')).find((row) => row.id === survey.id).my_answer, 'given')
  const given = (await window.call('survey_form', { id: survey.id })).answers
  for (const question of questions.filter((one) => one.kind === 'text')) assert.equal(given.find((one) => one.question_id === question.id)?.text, 'Canh nguội quá')
  assert.equal(board().answered, before.answered + 1)
  await window.close()
})

test('with no home named it opens on the folder of the computer’s user, where nobody is yet', async () => {
  window = await Window.open(screen)
  await window.see('h1')
  const { state, people } = await window.call('session_view')
  assert.deepEqual([state, people], ['nobody', []])
  const { settings } = await window.call('settings_view')
  await window.call('settings_save', { settings })
  assert.ok(existsSync(join(screen.env.XDG_DATA_HOME, 'vn.congdoanso.desktop', 'people', 'settings.json')))
  await window.close()
})
