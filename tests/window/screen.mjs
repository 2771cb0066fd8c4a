// A screen nobody sees, with a window manager, a session bus and ibus-unikey in Telex; and its keyboard and mouse.
// The order and the settings are those under which the Telex cure was measured.
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { firstLine, log, pause, run, settled, start, until } from './children.mjs'

export class Screen {
  /** `dir`: the home folder of whoever sits here; nothing of the machine's own settings is read or changed. */
  static async open(dir) {
    const screen = new Screen()
    const at = (name) => { const path = join(dir, 'seat', name); mkdirSync(path, { recursive: true, mode: 0o700 }); return path }
    const env = { ...process.env, HOME: at('.'), XDG_CONFIG_HOME: at('config'), XDG_DATA_HOME: at('data'), XDG_CACHE_HOME: at('cache'), XDG_RUNTIME_DIR: at('run'), GTK_IM_MODULE: 'ibus', LANG: 'C.UTF-8', NO_AT_BRIDGE: '1' }
    for (const other of ['DISPLAY', 'WAYLAND_DISPLAY', 'DBUS_SESSION_BUS_ADDRESS', 'IBUS_ENABLE_SYNC_MODE', 'XMODIFIERS']) delete env[other]
    screen.env = env
    // It chooses a free display and says which.
    env.DISPLAY = `:${await firstLine(start('Xvfb', ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp'], env), 3)}`
    env.DBUS_SESSION_BUS_ADDRESS = await firstLine(start('dbus-daemon', ['--session', '--nofork', '--print-address'], env), 1)
    // Held keys repeat under load, and a word would have letters twice.
    run('xset', ['r', 'off'], env)
    start('openbox', [], env)
    run('gsettings', ['set', 'org.freedesktop.ibus.engine.unikey', 'input-method', 'telex'], env)
    run('gsettings', ['set', 'org.freedesktop.ibus.general', 'preload-engines', "['Unikey']"], env)
    // The screen's own layout is right; ibus would try to load another one.
    run('gsettings', ['set', 'org.freedesktop.ibus.general', 'use-system-keyboard-layout', 'true'], env)
    start('ibus-daemon', ['--xim', '--replace', '--panel', 'disable'], env)
    await until('ibus-unikey', () => { run('ibus', ['engine', 'Unikey'], env); return run('ibus', ['engine'], env).trim() === 'Unikey' })
    return screen
  }

  x(...words) { return run('xdotool', words.map(String), this.env) }
  windows(name) { try { return this.x('search', '--onlyvisible', '--name', name).trim().split('\n').filter(Boolean) } catch { return [] } }
  async windowOf(name) { return (await until(`a window named ${name}`, () => this.windows(name)[0])) }

  /** Where a window's inside begins. */
  origin(id) {
    const said = run('xwininfo', ['-id', id], this.env)
    const number = (label) => Number(new RegExp(`${label}:\\s+(-?\\d+)`).exec(said)[1])
    return [number('Absolute upper-left X'), number('Absolute upper-left Y')]
  }
  async activate(id) {
    this.x('windowactivate', '--sync', id)
    await pause(300)
  }
  async press(x, y) { this.x('mousemove', Math.round(x), Math.round(y), 'sleep', '0.05', 'click', '1'); await pause(150) }

  /** Types at a person's speed. A letter, a digit, a space, or a key's X name. */
  async type(keys) {
    const names = Array.isArray(keys) ? keys : [...keys].map((key) => (key === ' ' ? 'space' : key))
    for (const [at, key] of names.entries()) { this.x('key', '--delay', '2', key); await pause(35 + (at * 7) % 20) }
  }

  /** A second window, to switch to. */
  async otherWindow() {
    start('xmessage', ['-title', 'other', '-geometry', '300x80+40+40', 'other'], this.env)
    return this.windowOf('^other$')
  }

  /** What is on the screen, once it stands still: painting lags behind the page. */
  async picture(name) {
    const path = log(name)
    // The caret blinks, so a moment's standstill has to do.
    await settled(() => { run('import', ['-window', 'root', path], this.env); return readFileSync(path, 'base64') }, 250)
    return path
  }
}
