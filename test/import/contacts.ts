/** The large file that test and benchmark import: contacts with names, addresses and the accounts they work at. */

export const companies = 1000

export function* companyLines(): Generator<string> {
  yield 'Company'
  for (let i = 0; i < companies; i++) yield `Company ${i} GmbH`
}

/** `stamp` makes the addresses new where such a file was imported before. */
export function* contactLines(rows: number, stamp = ''): Generator<string> {
  yield 'First name,Last name,Company,Email,Phone,City,Country'
  for (let i = 0; i < rows; i++) {
    const company = i % companies
    yield `First${i % 977},Last${stamp}${i},Company ${company} GmbH,person${stamp}${i}@company${company}.example,+49 30 ${1_000_000 + i},Berlin,Germany`
  }
}
