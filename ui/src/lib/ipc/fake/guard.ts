// What the fake's answers have in common.

import type { Calls, Code, Failure, FieldError } from '../bindings';
import type { CallName } from '../client';
import { desk } from './desk';

export type Answer<K extends CallName> = (
  with_: Calls[K]['with'],
) => Calls[K]['reply'] | Promise<Calls[K]['reply']>;

/** The answers to some of the calls. */
export type Answers<K extends CallName> = { [N in K]: Answer<N> };

export function fail(code: Code, message = '', fields: FieldError[] = []): never {
  const failure: Failure = { code, message, detail: '', fields };
  throw failure;
}

export const or = <T>(row: T | undefined): T => row ?? fail('not_found');

/** Edits cannot be made read-only; everything else can be looked at. */
export function edit<K extends CallName>(answer: Answer<K>): Answer<K> {
  return (with_) => {
    if (desk.scene.scene === 'readonly') fail('read_only');
    return answer(with_);
  };
}

export function operator(): string {
  return desk.preferences.operator === '' ? 'demo' : desk.preferences.operator;
}

export const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
