/** The towns of the grocer, so ordered that a small company has neighbours; districts make more stores of a town. */
export const grocerTowns: readonly { city: string; zone: string; districts: string[] }[] = [
  { city: 'Hamburg', zone: 'North', districts: ['Altona', 'Eimsbüttel', 'Wandsbek', 'Harburg', 'Bergedorf'] },
  { city: 'Berlin', zone: 'East', districts: ['Mitte', 'Neukölln', 'Pankow', 'Spandau', 'Köpenick'] },
  { city: 'Bremen', zone: 'North', districts: ['Neustadt', 'Schwachhausen', 'Findorff', 'Vegesack'] },
  { city: 'Leipzig', zone: 'East', districts: ['Plagwitz', 'Südvorstadt', 'Gohlis', 'Connewitz'] },
  {
    city: 'München',
    zone: 'South',
    districts: ['Schwabing', 'Sendling', 'Giesing', 'Pasing', 'Bogenhausen'],
  },
  { city: 'Köln', zone: 'West', districts: ['Ehrenfeld', 'Nippes', 'Deutz', 'Kalk', 'Lindenthal'] },
  { city: 'Stuttgart', zone: 'South', districts: ['West', 'Vaihingen', 'Degerloch', 'Bad Cannstatt'] },
  { city: 'Düsseldorf', zone: 'West', districts: ['Bilk', 'Flingern', 'Oberkassel', 'Pempelfort'] },
  { city: 'Hannover', zone: 'North', districts: ['Linden', 'List', 'Südstadt'] },
  { city: 'Dresden', zone: 'East', districts: ['Neustadt', 'Striesen', 'Löbtau'] },
  { city: 'Nürnberg', zone: 'South', districts: ['Gostenhof', 'St. Johannis', 'Langwasser'] },
  { city: 'Dortmund', zone: 'West', districts: ['Hörde', 'Kreuzviertel', 'Aplerbeck'] },
];
