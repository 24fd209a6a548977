import { describe, expect, it } from 'vitest';
import { judgePassword, keepsEveryRule } from '../src/identity/door/password-rules.ts';
import { detailInWords, eventInWords } from '../src/identity/security/event-words.ts';
import { deviceInWords } from '../src/identity/sessions/device.ts';

describe('the rules of a new password', () => {
  const broken = (password: string) =>
    judgePassword(password)
      .filter(({ isMet }) => !isMet)
      .map(({ rule }) => rule);

  it('are ticked off one by one', () => {
    expect(broken('passw0rd')).toEqual(['an upper-case letter', 'a symbol, such as ! or -']);
    expect(broken('Passw0r')).toEqual(['at least 8 characters', 'a symbol, such as ! or -']);
    expect(broken('Corner-Grocers-7')).toEqual([]);
  });

  it('count letters of every alphabet, and as one what is typed in two ways', () => {
    expect(keepsEveryRule('Éléphant-7')).toBe(true);
    expect(keepsEveryRule(`Aa1-${'é'.normalize('NFD').repeat(34)}`)).toBe(true);
  });

  it('name the longest length only where it is passed', () => {
    expect(broken(`Aa1-${'é'.repeat(34)}`)).toEqual([]);
    expect(broken(`Aa1-${'é'.repeat(35)}`)).toEqual(['at most 72 bytes']);
  });
});

describe('where somebody is signed in', () => {
  const on = (userAgent: string | null, kind = 'browser') => deviceInWords({ kind, user_agent: userAgent });

  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/143.0 Safari/537.36', 'Chrome on Linux'],
    ['Mozilla/5.0 (Windows NT 10.0) Chrome/143.0 Safari/537.36 Edg/143.0', 'Edge on Windows'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/19.0 Safari/605.1.15', 'Safari on macOS'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1', 'Safari on iOS'],
    ['Mozilla/5.0 (Android 16; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0', 'Firefox on Android'],
    ['curl/8.5.0', 'curl'],
  ])('%s is %s', (userAgent, words) => {
    expect(on(userAgent)).toBe(words);
  });

  it('is named by its kind where the agent says nothing known', () => {
    expect(on(null)).toBe('A browser');
    expect(on('something/1.0', 'program')).toBe('A program');
    expect(on(null, 'terminal')).toBe('The terminal of the server');
  });
});

describe('what happened at the door', () => {
  it('is told in words, also where the kind is new', () => {
    expect(eventInWords('login_failed')).toBe('failed to sign in');
    expect(eventInWords('something_new')).toBe('something new');
  });

  it('is told with its facts and without what is empty', () => {
    expect(detailInWords({ permission: 'actions.approve', route: null, methods: ['totp'] })).toBe(
      'permission actions.approve, methods totp',
    );
  });
});
