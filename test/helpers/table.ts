/** The first sheet of an XLSX file as rows of text. */
import Excel from 'exceljs'

export const readTable = async (file: string): Promise<string[][]> => {
  const book = new Excel.Workbook()
  await book.xlsx.readFile(file)
  const rows: string[][] = []
  book.worksheets[0]?.eachRow((row) => {
    const cells: string[] = []
    row.eachCell({ includeEmpty: true }, (cell) => cells.push(cell.text))
    rows.push(cells)
  })
  return rows
}
