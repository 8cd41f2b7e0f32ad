// Overridden constructors, in both forms.
import { db, User, type UserRow } from './fixtures/db.js';

const Documents = db.Model.of<UserRow>().extend({
  tableName: 'documents',
  constructor() {
    db.Model.apply(this, arguments);
    this.on('saving', (model, attrs, options) => {
      options.query.where('type', '=', model.shout());
    });
  },
  shout() {
    return this.get('name');
  },
});
new Documents({ name: 'x' }).shout();
// @ts-expect-error no such column
new Documents({ nmae: 'x' });

const Named = db.Model.of<UserRow>().extend({
  constructor(name: string, age: number) {
    db.Model.call(this, { name, age });
  },
});
new Named('x', 1).get('age').toFixed();
// @ts-expect-error its own parameters
new Named({ name: 'x' });

const Lists = db.Collection.extend({
  model: User,
  constructor() {
    db.Collection.apply(this, arguments);
    this.on('add', (model) => model.shout());
  },
});
new Lists([{ name: 'x' }]).at(0)?.shout();

class Noted extends db.Model<UserRow> {
  readonly note: string;
  constructor(attrs?: Partial<UserRow>, note = 'none') {
    super(attrs, { parse: true });
    this.note = note;
  }
}
new Noted({ name: 'x' }, 'y').note.trim();
Noted.forge({ name: 'x' }).note.trim();
void Noted.where({ name: 'x' })
  .fetchAll()
  .then((all) => all.at(0)?.note.trim());

// The old way of overriding and calling the parent's.
const Loud = db.Model.of<UserRow>().extend({
  tableName: 'users',
  hasTimestamps: ['created_at', null],
  idAttribute: 'id',
  defaults: { name: 'nobody' },
  requireFetch: true,
  initialize(attrs, options) {
    if (options?.parse) this.set('name', attrs?.name ?? 'x');
  },
  parse(response) {
    return { name: String(response['NAME']) };
  },
  format(attrs) {
    return { NAME: attrs.name };
  },
});
// @ts-expect-error no such column
db.Model.of<UserRow>().extend({ hasTimestamps: ['created', null] });
// @ts-expect-error no such column
db.Model.of<UserRow>().extend({ idAttribute: ['id', 'nmae'] });
// @ts-expect-error a name is a string
db.Model.of<UserRow>().extend({ defaults: { name: 1 } });
