import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Plain from 'backbone';
import DefaultBackbone, { Backbone as Named, createBackbone, pgConnector } from '../../src/backbone/index.js';
import { useBadgers } from './badgers.js';

const { url, query } = useBadgers();

test('the default namespace is exported under each of its names', () => {
  expect(DefaultBackbone).toBe(Named);
  expect(Named.Backbone).toBe(Named);
  expect(Named.pg_connector).toBe(pgConnector);
  expect(Named.pgConnector).toBe(pgConnector);
  expect(Named.createBackbone).toBe(createBackbone);
  expect(Named).toMatchObject({ VERSION: '1.6.1' });
});

test('the package itself stays as it was', () => {
  expect(Named.Model).not.toBe(Plain.Model);
  expect(new Named.Model()).toBeInstanceOf(Plain.Model);
  expect(new Named.Collection()).toBeInstanceOf(Plain.Collection);
  const { exports } = freshBackbone();
  for (const kind of ['Model', 'Collection'] as const) {
    expect(Object.keys(Plain[kind].prototype as object)).toEqual(Object.keys(exports[kind].prototype as object));
  }
  expect(String(Plain.sync)).toBe(String(exports.sync));
});

/** The package as a process gets it that has no adaptor. */
function freshBackbone(): { exports: typeof Plain } {
  const module = { exports: {} as typeof Plain };
  const code = readFileSync(join(require.resolve('backbone')), 'utf8');
  // oxlint-disable-next-line typescript/no-implied-eval -- the package's own source
  new Function('exports', 'module', 'require', code)(module.exports, module, require);
  return module;
}

test('without a database a call fails with how to name one', async () => {
  const { Model } = createBackbone();
  await expect(new (Model.extend({ urlRoot: '/badgers' }))({ id: 1 }).fetch()).rejects.toThrow('pg_connector.config');
});

test('namespaces are independent, and connect again after close()', async () => {
  const other = createBackbone();
  other.pg_connector.config = { db: { connectionString: url, pool: { min: 0, max: 1 } } };
  const wrong = createBackbone({ db: 'pg://nobody@127.0.0.1:1/none' });
  const heard = jest.fn();
  other.on('told', heard);
  wrong.trigger('told');
  (Plain as unknown as { trigger(event: string): void }).trigger('told');
  expect(heard).not.toHaveBeenCalled();
  const Badger = other.Model.extend({ urlRoot: '/badgers' });
  await new Badger({ name: 'a' }).save();
  await other.pg_connector.close();
  expect((await new Badger({ id: 1 }).fetch()).get('name')).toBe('a');
  await other.pg_connector.close();
  await expect(new (wrong.Model.extend({ urlRoot: '/badgers' }))({ id: 1 }).fetch()).rejects.toMatchObject({
    code: 'CONNECTION_LOST',
  });
  await wrong.pg_connector.close();
  expect(await query('select name from badgers')).toEqual([{ name: 'a' }]);
});

test('sync may be replaced, on a namespace and on a class', async () => {
  const other = createBackbone();
  const seen: unknown[] = [];
  other.sync = async (method) => void seen.push(method);
  await new (other.Model.extend({ urlRoot: '/badgers' }))({ id: 1 }).fetch();
  await new (other.Collection.extend({ url: '/badgers' }))().fetch();
  expect(seen).toEqual(['read', 'read']);
});
