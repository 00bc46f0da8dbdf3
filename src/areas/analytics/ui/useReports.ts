/** The reports this person may see: the server says which, the definitions say what they are. */
import { useQuery } from '@tanstack/react-query'
import type { Report } from '../../../kernel/report.ts'
import { arrayOf, objectOf, stringOf } from '../../../kernel/ui/api/types.ts'
import { useApp } from '../../../kernel/ui/app/AppContext.tsx'

export const useReports = () => {
  const { api, registry } = useApp()
  return useQuery({
    queryKey: ['reports', 'all'],
    queryFn: async ({ signal }): Promise<Report[]> =>
      arrayOf(objectOf(await api.fetch('/reports', {}, signal)).data).flatMap(
        (x) => registry.report(stringOf(objectOf(x).name)) ?? [],
      ),
    staleTime: 5 * 60_000,
  })
}
