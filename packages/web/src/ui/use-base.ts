import { useState } from 'react';

/**
 * What a form compares with and saves over: the thing as it was when the form was filled. A newer one is
 * taken over while nothing has been typed; otherwise it waits, so that no typing is lost.
 */
export function useBase<Thing extends { version: number }>(options: {
  /** As it is now, read again and again. */
  fresh: Thing;
  isUntouched: (base: Thing) => boolean;
  fill: (thing: Thing) => void;
}) {
  const { fresh, isUntouched, fill } = options;
  const [base, setBase] = useState(fresh);
  const take = (thing: Thing) => {
    setBase(thing);
    fill(thing);
  };
  const isOvertaken = fresh.version > base.version;
  if (isOvertaken && isUntouched(base)) take(fresh);
  return { base, isOvertaken, take };
}
