import { describe, expect, it } from 'vitest'
import { checkBic, checkIban, checkVatId, formatIban } from './taxId.ts'

const reason = (check: ReturnType<typeof checkVatId>) => (check.ok ? check.status : check.reason)

describe('VAT numbers', () => {
  it.each([
    ['DE 136 695 976', 'DE', 'DE136695976'],
    ['136695976', 'DE', 'DE136695976'],
    ['ro18547290', 'RO', 'RO18547290'],
    ['18547290', 'RO', 'RO18547290'],
    ['CZ25123891', undefined, 'CZ25123891'],
    ['GR094259216', 'GR', 'EL094259216'],
    ['EL094259216', 'GR', 'EL094259216'],
    ['094259216', 'GR', 'EL094259216'],
    ['CHE-107.787.577 MWST', 'CH', 'CHE107787577MWST'],
    ['XI980780684', 'GB', 'XI980780684'],
    ['ESX2482300W', 'ES', 'ESX2482300W'],
    ['X2482300W', 'ES', 'ESX2482300W'],
    ['40 303 265 045', 'FR', 'FR40303265045'],
    ['FRK7399859412', 'FR', 'FRK7399859412'],
    ['K7399859412', 'FR', 'FRK7399859412'],
    ['NO 974 760 673 MVA', 'NO', 'NO974760673MVA'],
  ])('accepts %s in %s', (input, country, value) => {
    expect(checkVatId(input, country)).toEqual({ ok: true, value, status: 'valid' })
  })

  it('says what is wrong', () => {
    expect(reason(checkVatId('DE136695977', 'DE'))).toBe('checksum')
    expect(reason(checkVatId('DE12', 'DE'))).toBe('format')
    expect(reason(checkVatId('136695976'))).toBe('country')
    expect(reason(checkVatId('RO18547290', 'DE'))).toBe('country')
    expect(reason(checkVatId('QQ18547290'))).toBe('country')
    // with a French prefix before it this would be a number of the new French form, too
    expect(reason(checkVatId('DE136695976', 'FR'))).toBe('country')
    expect(reason(checkVatId('DE136695977', 'FR'))).toBe('country')
    expect(reason(checkVatId('IT00743110157', 'FR'))).toBe('country')
    expect(reason(checkVatId('DE<script>', 'DE'))).toBe('format')
  })

  it('leaves countries without known rules unchecked', () => {
    expect(checkVatId('12-3456789', 'US')).toEqual({ ok: true, value: '123456789', status: 'unchecked' })
  })
})

describe('bank accounts', () => {
  it('checks and prints an IBAN', () => {
    expect(checkIban('de89 3704 0044 0532 0130 00')).toEqual({
      ok: true,
      value: 'DE89370400440532013000',
      status: 'valid',
    })
    expect(formatIban('DE89370400440532013000')).toBe('DE89 3704 0044 0532 0130 00')
    expect(formatIban('ask us')).toBe('ask us')
    expect(reason(checkIban('DE88370400440532013000'))).toBe('checksum')
    expect(reason(checkIban('DE8937040044053201300'))).toBe('format')
    expect(reason(checkIban('XX89370400440532013000'))).toBe('country')
    expect(checkIban('').ok).toBe(false)
  })

  it('checks a BIC', () => {
    expect(checkBic('deut de ff 500')).toEqual({ ok: true, value: 'DEUTDEFF500', status: 'valid' })
    expect(checkBic('DEUTDE').ok).toBe(false)
  })
})
