/** Line icons on a 16-unit grid, drawn for this screen. Decorative: the word beside them or the label of their button speaks. */
const PATHS = {
  decisions: 'M2.500 4h1M6 4h7.500M2.500 8h1M6 8h7.500M2.500 12h1M6 12h5',
  risk: 'M4 1.500h8M4 14.500h8M5 1.500v2.500l3 4 3-4V1.500M5 14.500V12l3-4 3 4v2.500',
  items: 'M2.500 5 8 2l5.500 3v6L8 14l-5.500-3zM2.500 5 8 8l5.500-3M8 8v6',
  forecasts: 'M2 11l3.500-4 2.500 2.500M8 9.500 14 3M8 9.500l6-1.500M8 9.500l6 4',
  import: 'M8 10.500V2.500M5 5.500l3-3 3 3M2.500 10.500v3h11v-3',
  receipts: 'M3 1.500h10v13l-2-1.500-1.500 1.500L8 13l-1.500 1.500L5 13l-2 1.500zM5.500 5h5M5.500 8h5',
  results: 'M2.500 13.500h11M4.500 13.500V9M8 13.500v-11M11.500 13.500V6',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.800 10.800 14 14',
  bell: 'M3.500 11.500c1-1 1-2.500 1-4.500a3.500 3.500 0 0 1 7 0c0 2 0 3.500 1 4.500zM6.500 13.500h3',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1v1.500M8 13.500V15M1 8h1.500M13.500 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1',
  moon: 'M13 9.500A5.500 5.500 0 0 1 6.500 3 5.500 5.500 0 1 0 13 9.500z',
  system: 'M2 3h12v8H2zM6 13.500h4M8 11v2.500',
  refresh: 'M13 8a5 5 0 1 1-1.500-3.500M13 2v3h-3',
  close: 'M4 4l8 8M12 4l-8 8',
  user: 'M8 8a2.800 2.800 0 1 0 0-5.600A2.800 2.800 0 0 0 8 8zM2.800 13.800c.6-2.600 2.600-4 5.200-4s4.600 1.400 5.200 4',
  people:
    'M6 7.500a2.300 2.300 0 1 0 0-4.600 2.300 2.300 0 0 0 0 4.600zM1.800 13c.4-2.300 2-3.600 4.200-3.600s3.800 1.300 4.200 3.600M10.500 3.200a2.200 2.200 0 0 1 0 4.200M11.800 9.800c1.300.5 2.200 1.600 2.500 3.200',
  next: 'M6 3.500 10.500 8 6 12.500',
  download: 'M8 2.500v8M5 7.500l3 3 3-3M2.500 13.500h11',
  warning: 'M8 2 14.500 13.500h-13zM8 6.500v3M8 11.500v.300',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.300"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
