// One form per kind of check. Total: a new kind does not compile until it has one.

import type { Component } from 'svelte';
import type { Kind, SpecOf } from './drafts';
import AgentForm from './AgentForm.svelte';
import CompositeForm from './CompositeForm.svelte';
import HttpForm from './HttpForm.svelte';
import IcmpForm from './IcmpForm.svelte';
import InterfaceForm from './InterfaceForm.svelte';
import QualityForm from './QualityForm.svelte';
import TcpForm from './TcpForm.svelte';
import TrapForm from './TrapForm.svelte';
import ValueForm from './ValueForm.svelte';
import WordForm from './WordForm.svelte';

export interface FormProps<K extends Kind> {
  spec: SpecOf<K>;
  /** What is wrong with the field at a path of the draft, in the unit it is shown in. */
  wrong: (path: string, scale?: number) => string | null;
}

export const FORMS: { [K in Kind]: Component<FormProps<K>, object, 'spec'> } = {
  icmp: IcmpForm,
  tcp: TcpForm,
  http: HttpForm,
  quality: QualityForm,
  agent: AgentForm,
  interface: InterfaceForm,
  value: ValueForm,
  word: WordForm,
  composite: CompositeForm,
  trap: TrapForm,
};
