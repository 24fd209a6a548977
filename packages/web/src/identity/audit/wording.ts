const VERBS: Readonly<Record<string, string>> = {
  signed_in: 'signed in',
  account_set: 'changed their account',
  link_made: 'made a sign-in link',
};

/** What was done, as it stands after a name: "signed in", "role changed". */
export function verbInWords(verb: string): string {
  return VERBS[verb] ?? verb.replaceAll(/[._]/g, ' ');
}

const ENTITIES: Readonly<Record<string, string>> = {
  user: 'person',
  actions: 'action',
};

export function entityInWords(entity: string): string {
  return ENTITIES[entity] ?? entity.replaceAll(/[._]/g, ' ');
}

/** The name a changed thing had, where its fields tell one; its id otherwise. */
export function nameOfThing(entry: {
  actor_id: string | null;
  actor_name: string;
  entity: string;
  entity_id: string;
  verb: string;
  before: Readonly<Record<string, unknown>> | null;
  after: Readonly<Record<string, unknown>> | null;
}): string | null {
  for (const field of ['name', 'email', 'title', 'file_name', 'for']) {
    const value = entry.after?.[field] ?? entry.before?.[field];
    if (typeof value === 'string' && value !== '') return value;
  }
  const isOfTheActor =
    entry.entity_id === entry.actor_id || (entry.entity === 'invitation' && entry.verb === 'accepted');
  return isOfTheActor ? entry.actor_name : null;
}

/** The beginning of an id that nobody reads to its end; codes of a business stay whole. */
export function shortId(id: string): string {
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(id) ? `${id.slice(0, 8)}…` : id;
}
