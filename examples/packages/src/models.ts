import { createShelf, type Generated, type PrimaryKey, type Shelf } from '@shelf/core';
import { relations } from '@shelf/relations';
import { sqlite } from '@shelf/sqlite';
import { settings } from './settings.js';

/** The database. Nothing is opened before the first query. */
export const db: Shelf = createShelf({ dialect: sqlite({ filename: settings.database }), plugins: [relations()] });

export interface PackageRow {
  id: PrimaryKey<number>;
  name: string;
  description: string | null;
  license: string | null;
  homepage: string | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

/** A package: one, however many of its versions are installed. */
export class Package extends db.Model<PackageRow> {
  static override tableName = 'packages';
  static override hasTimestamps = true;

  override initialize(): void {
    this.on('saving', this.requireName);
  }

  /** An event handler that throws cancels the save, and with it the transaction. */
  private requireName(): void {
    if (!this.get('name')) throw new Error('A package needs a name.');
  }

  versions() {
    return this.hasMany(Version);
  }

  people() {
    return this.belongsToMany(Person).withPivot('role');
  }

  keywords() {
    return this.belongsToMany(Keyword);
  }

  notes() {
    return this.morphMany(Note, 'subject');
  }
}

export interface VersionRow {
  id: PrimaryKey<number>;
  package_id: number;
  number: Generated<string>;
  esm: Generated<boolean>;
  folder: string;
}

/** A version of a package, and where it is installed. */
export class Version extends db.Model<VersionRow> {
  static override tableName = 'versions';
  /** Packages of a workspace often have no version yet. */
  static override defaults = { number: '0.0.0', esm: false };

  package() {
    return this.belongsTo(Package);
  }

  /** The packages that it needs, of those that are installed. A dependency refers to them by name. */
  dependencies() {
    return this.belongsToMany(Package)
      .through(Dependency, 'version_id', 'name', 'id', 'name')
      .withPivot(['kind', 'range']);
  }
}

export interface DependencyRow {
  version_id: PrimaryKey<number>;
  name: PrimaryKey<string>;
  kind: DependencyKind;
  range: string;
}

export type DependencyKind = 'runtime' | 'optional' | 'peer';

/** What a version needs: a package's name, installed or not. Its key is made of two columns. */
export class Dependency extends db.Model<DependencyRow> {
  static override tableName = 'dependencies';
  static override idAttribute = ['version_id', 'name'] as const;
}

export interface PersonRow {
  id: PrimaryKey<number>;
  name: string;
  email: string | null;
  url: string | null;
}

/** Somebody with a hand in packages, as their author, contributor or maintainer. */
export class Person extends db.Model<PersonRow> {
  static override tableName = 'people';

  packages() {
    return this.belongsToMany(Package).withPivot('role');
  }

  notes() {
    return this.morphMany(Note, 'subject');
  }
}

export type Role = 'author' | 'contributor' | 'maintainer';

export interface KeywordRow {
  id: PrimaryKey<number>;
  word: string;
}

/** A word that packages are found by. */
export class Keyword extends db.Model<KeywordRow> {
  static override tableName = 'keywords';

  packages() {
    return this.belongsToMany(Package);
  }
}

export interface NoteRow {
  id: PrimaryKey<number>;
  subject_type: string;
  subject_id: number;
  text: string;
}

/** Something worth knowing about a package or a person. */
export class Note extends db.Model<NoteRow> {
  static override tableName = 'notes';

  subject() {
    return this.morphTo('subject', Package, Person);
  }
}
