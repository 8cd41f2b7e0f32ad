import { db } from './db.js';
import type { DependencyRow, KeywordRow, NeedRow, NoteRow, PackageRow, PersonRow, VersionRow } from './rows.js';

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
    return this.hasMany('Version');
  }

  /** The packages that it needs, of those that are installed. */
  needs() {
    return this.belongsToMany('Package')
      .through('Need', 'package_id', 'name', 'id', 'name')
      .withPivot(['kind', 'range']);
  }

  neededBy() {
    return this.belongsToMany('Package').through('Need', 'name', 'package_id', 'name', 'id');
  }

  people() {
    return this.belongsToMany('Person').withPivot('role');
  }

  keywords() {
    return this.belongsToMany('Keyword');
  }

  notes() {
    return this.morphMany('Note', 'subject');
  }
}

/** A version of a package, and where it is installed. */
export class Version extends db.Model<VersionRow> {
  static override tableName = 'versions';
  /** Packages of a workspace often have no version yet. */
  static override defaults = { number: '0.0.0', esm: false };

  package() {
    return this.belongsTo('Package');
  }

  /** A dependency refers to a package by name. */
  dependencies() {
    return this.belongsToMany('Package')
      .through('Dependency', 'version_id', 'name', 'id', 'name')
      .withPivot(['kind', 'range']);
  }
}

/** What a version needs: a package's name, installed or not. Its key is made of two columns. */
export class Dependency extends db.Model<DependencyRow> {
  static override tableName = 'dependencies';
  static override idAttribute = ['version_id', 'name'] as const;
}

/** What a package needs in any of its versions: a view, which relations can lead through as through a table. */
class Need extends db.Model<NeedRow> {
  static override tableName = 'needs';
  static override idAttribute = ['package_id', 'name'] as const;
}

/** Somebody with a hand in packages, as their author, contributor or maintainer. */
export class Person extends db.Model<PersonRow> {
  static override tableName = 'people';

  packages() {
    return this.belongsToMany('Package').withPivot('role');
  }

  notes() {
    return this.morphMany('Note', 'subject');
  }
}

/** A word that packages are found by. */
export class Keyword extends db.Model<KeywordRow> {
  static override tableName = 'keywords';

  packages() {
    return this.belongsToMany('Package');
  }
}

/** Something worth knowing about a package or a person. */
export class Note extends db.Model<NoteRow> {
  static override tableName = 'notes';

  subject() {
    return this.morphTo('subject', 'Package', 'Person');
  }
}

// Their names, by which relations lead to them, for the shelf and for the compiler.
for (const [name, model] of Object.entries({ Package, Version, Dependency, Need, Person, Keyword, Note }))
  db.model(name, model);

declare module '@shelf/registry' {
  interface Registry {
    Package: typeof Package;
    Version: typeof Version;
    Dependency: typeof Dependency;
    Need: typeof Need;
    Person: typeof Person;
    Keyword: typeof Keyword;
    Note: typeof Note;
  }
}
