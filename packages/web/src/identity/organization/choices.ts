/** What the browser itself knows of the world. */
export const CURRENCIES: readonly string[] = Intl.supportedValuesOf('currency');
export const TIME_ZONES: readonly string[] = Intl.supportedValuesOf('timeZone');
export const LOCALES: readonly string[] = [
  'en-GB',
  'en-IE',
  'en-US',
  'de-AT',
  'de-CH',
  'de-DE',
  'fr-BE',
  'fr-CH',
  'fr-FR',
  'es-ES',
  'it-IT',
  'nl-BE',
  'nl-NL',
  'pl-PL',
  'pt-BR',
  'pt-PT',
  'sv-SE',
  'da-DK',
  'fi-FI',
  'nb-NO',
  'cs-CZ',
];

const currencyNames = new Intl.DisplayNames('en', { type: 'currency' });
const languageNames = new Intl.DisplayNames('en', { type: 'language' });

/** "EUR, Euro". */
export function nameOfCurrency(code: string): string {
  const name = currencyNames.of(code);
  return name === undefined || name === code ? code : `${code}, ${name}`;
}

/** "British English"; the code where it has no name. */
export function nameOfLocale(code: string): string {
  try {
    return languageNames.of(code) ?? code;
  } catch {
    return code;
  }
}
