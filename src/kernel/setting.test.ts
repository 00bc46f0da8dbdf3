import { describe, expect, it } from 'vitest'
import { boolean, choice, integer } from './entity.ts'
import { setting, settingOf, settingsOf } from './setting.ts'

const days = setting('area.days', integer({ default: 30 }), { label: 'Days', area: 'Area' })
const mode = setting('area.mode', choice({ a: 'A', b: 'B' }, { default: 'a' }), { label: 'Mode', area: 'Area' })
const on = setting('area.on', boolean({ default: true }), { label: 'On', area: 'Area' })
const stored = (settings: Record<string, unknown>) => ({ settings })

describe('settings', () => {
  it('have their default until something is stored', () => {
    expect(settingOf(stored({}), days)).toBe(30)
    expect(settingOf(stored({ 'area.days': 7 }), days)).toBe(7)
    expect(settingOf(stored({ 'area.on': false }), on)).toBe(false)
    expect(settingOf(stored({ 'area.mode': 'b' }), mode)).toBe('b')
  })
  it('fall back where what is stored does not fit', () => {
    expect(settingOf(stored({ 'area.days': 'many' }), days)).toBe(30)
    expect(settingOf(stored({ 'area.mode': 'c' }), mode)).toBe('a')
    expect(settingOf(stored({ 'area.on': null }), on)).toBe(true)
  })
  it('are collected once each', () => {
    expect(
      settingsOf([
        { days, mode },
        { on, again: days },
      ]).map((s) => s.key),
    ).toEqual(['area.days', 'area.mode', 'area.on'])
    const twin = setting('area.days', integer({ default: 1 }), { label: 'X', area: 'Y' })
    expect(() => settingsOf([{ days, twin }])).toThrow('declared twice')
  })
})
