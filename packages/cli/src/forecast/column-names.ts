/** Headings by which columns are known, as `plainName` writes them. */
const words = (text: string): string[] => text.split(/\s+/);

export const DATE_NAMES = words(
  `date ds day datum fecha data timestamp datetime time period week month weekstart weekstartdate
   weekending weekof monat woche tag mois semaine jour mes quarter year salesdate orderdate
   transactiondate invoicedate yearmonth hour index`,
);

/** Names of an earlier line are meant rather than those of a later one. */
export const VALUE_NAMES = [
  words('value y target actual actuals'),
  words('demand nachfrage bedarf demande demanda'),
  words(
    `units quantity qty unitssold quantitysold qtysold sold volume count orders menge absatz stuck
   stueck anzahl quantite ventes cantidad ventas vendite`,
  ),
  words('sales salesunits verkauf verkaufe shipments consumption usage verbrauch load'),
  words('revenue umsatz turnover amount salesamount total'),
];

export const ITEM_NAMES = words(
  `id uniqueid seriesid series itemid item sku skuid product productid article articleid artikel
   artikelnummer material part partnumber produit producto key code`,
);

export const PLACE_NAMES = words(
  `store storeid storenbr shop location locationid site branch filiale markt warehouse plant region
   magasin tienda channel`,
);

/** Numbers that name a row or repeat its date; a column without a name is one of them. */
export const NO_REGRESSORS = ['', ...words('index row rownumber unnamed0 year month week day weekday')];

/** `Units sold (pcs)` is the same name as `units_sold`. */
export function plainName(name: string): string {
  return name
    .replace(/\(.*\)|\[.*\]/g, '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 'ss')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
