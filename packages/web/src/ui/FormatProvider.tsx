import { createContext, type ReactNode, useContext } from 'react';
import type { Formats } from './formats.ts';

const FormatContext = createContext<Formats | null>(null);

export function FormatProvider({ formats, children }: { formats: Formats; children: ReactNode }) {
  return <FormatContext value={formats}>{children}</FormatContext>;
}

/** The organization's way of writing money, figures and days. */
export function useFormats(): Formats {
  const formats = useContext(FormatContext);
  if (formats === null) throw new Error('useFormats: no FormatProvider above this component');
  return formats;
}
