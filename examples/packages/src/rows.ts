import type { Generated, PrimaryKey } from '@shelf/core';

// What a row of each table holds.

export interface PackageRow {
  id: PrimaryKey<number>;
  name: string;
  description: string | null;
  license: string | null;
  homepage: string | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface VersionRow {
  id: PrimaryKey<number>;
  package_id: number;
  number: Generated<string>;
  esm: Generated<boolean>;
  folder: string;
}

export interface DependencyRow {
  version_id: PrimaryKey<number>;
  name: PrimaryKey<string>;
  kind: DependencyKind;
  range: string;
}

export type DependencyKind = 'runtime' | 'optional' | 'peer';

export interface NeedRow {
  package_id: PrimaryKey<number>;
  name: PrimaryKey<string>;
  kind: DependencyKind;
  range: string;
}

export interface PersonRow {
  id: PrimaryKey<number>;
  name: string;
  email: string | null;
  url: string | null;
}

export type Role = 'author' | 'contributor' | 'maintainer';

export interface KeywordRow {
  id: PrimaryKey<number>;
  word: string;
}

export interface NoteRow {
  id: PrimaryKey<number>;
  subject_type: string;
  subject_id: number;
  text: string;
}
