import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boolean, integer, multiChoice, text } from './entity.ts'
import { inputSchema, parametersOf, parseWith } from './schema.ts'

const fields = {
  limit: integer(),
  open: boolean(),
  kinds: multiChoice({ call: 'Call', task: 'Task' }),
  name: text(),
}
const read = (query: string) => parseWith(inputSchema(fields), parametersOf(fields, new URLSearchParams(query)))

describe('parameters of an address', () => {
  it('become what their fields hold', () => {
    expect(read('limit=20&open=false&kinds=call,task&name=true')).toEqual({
      limit: 20,
      open: false,
      kinds: ['call', 'task'],
      name: 'true',
    })
    expect(read('limit=-3&open=true&name=12')).toEqual({ limit: -3, open: true, name: '12' })
  })

  it('that are empty are no value', () => {
    expect(read('limit=&open=&name=')).toEqual({ limit: null, open: null, name: null })
  })

  it.each([
    ['limit=1.5', 'limit', 'must be a whole number'],
    ['limit=ten', 'limit', 'must be a whole number'],
    ['limit=99999999999999999999', 'limit', 'must be a whole number'],
    ['open=yes', 'open', 'must be true or false'],
    ['constructor=1', 'constructor', 'is not a field of this record'],
  ])('refuse %s in words', (query, path, message) => {
    expect(() => read(query)).toThrow(expect.objectContaining({ errors: [{ path, message }] }))
  })

  it('keep every whole number the field can hold', () =>
    fc.assert(
      fc.property(fc.integer(), (n) => {
        expect(read(`limit=${n}`)).toEqual({ limit: n })
      }),
    ))
})
