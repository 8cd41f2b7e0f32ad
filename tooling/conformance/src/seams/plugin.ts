import { createShelf, type Plugin, type PluginFunction, type PluginObject, type Stages } from '@shelf/core';
import { withShelf, type Harness } from '../harness.js';
import { rejectionOf } from '../settling.js';
import { classOptionsSuite } from './class-options.js';
import { withBlog } from './posts.js';
import { stagesSuite } from './stages.js';

/** A plugin that notes when it was installed. */
function noting(name: string, log: unknown[], requires?: readonly string[]): PluginObject {
  return {
    name,
    ...(requires === undefined ? {} : { requires }),
    install: (_, options) => void log.push(name, options),
  };
}

/** What a plugin does to one shelf. The executable form of docs/seams/plugin.md. */
export function pluginSuite(harness: Harness): void {
  describe('installing', () => {
    test('an object gets the shelf and its options; plugin() is chainable', () =>
      withShelf(harness, async (db) => {
        const seen: unknown[] = [];
        const plugin: PluginObject<{ loud: boolean }> = { name: 'a', install: (...args) => void seen.push(...args) };
        expect(db.plugin(plugin, { loud: true }).plugin(noting('b', []))).toBe(db);
        expect(seen[0]).toBe(db);
        expect(seen[1]).toEqual({ loud: true });
      }));

    test('a function gets the shelf and its options', () =>
      withShelf(harness, async (db) => {
        const seen: unknown[] = [];
        const plugin: PluginFunction<string> = (shelf, options) => void seen.push(shelf, options);
        expect(db.plugin(plugin, 'options')).toBe(db);
        expect(seen).toEqual([db, 'options']);
      }));

    test('an array is installed in its order, also within createShelf', async () => {
      const log: unknown[] = [];
      await withShelf(
        harness,
        async (db) => void db.plugin([noting('a', log), [noting('b', log)] as never, noting('c', log)]),
      );
      expect(log.filter((each) => each !== undefined)).toEqual(['a', 'b', 'c']);
      const again: unknown[] = [];
      await withShelf(harness, async () => undefined, { plugins: [noting('x', again), [noting('y', again)]] });
      expect(again.filter((each) => each !== undefined)).toEqual(['x', 'y']);
    });

    test('twice is an error that names it, and it is installed once', () =>
      withShelf(harness, async (db) => {
        const log: unknown[] = [];
        db.plugin(noting('a', log));
        expect(() => db.plugin(noting('a', log))).toThrow(db.PluginMissingError);
        expect(() => db.plugin(noting('a', log))).toThrow(/'a' is installed already/);
        expect(log.filter((each) => each === 'a')).toHaveLength(1);
      }));

    test('what it requires must be there before; the error names what is missing', () =>
      withShelf(harness, async (db) => {
        const log: unknown[] = [];
        const needy = noting('needy', log, ['first', 'second']);
        expect(() => db.plugin(needy)).toThrow(db.PluginMissingError);
        db.plugin(noting('first', []));
        expect(() => db.plugin(needy)).toThrow(/needy.*second/);
        expect(log).toEqual([]);
        db.plugin([noting('second', []), needy]);
        expect(log).toContain('needy');
      }));

    test('a factory that was not called is refused, as an argument and in a list', () =>
      withShelf(harness, async (db) => {
        function shouting(): PluginObject {
          return noting('shouting', []);
        }
        const uncalled = shouting as never;
        expect(() => db.plugin(uncalled)).toThrow(db.InvalidValueError);
        expect(() => db.plugin([uncalled])).toThrow('shouting() makes a plugin and was not called');
        expect(db.plugin(shouting())).toBe(db);
        const chained: PluginFunction = (shelf) => shelf.on('custom', () => undefined);
        expect(db.plugin(chained)).toBe(db);
      }));

    test('its own options are those that it declares, where it does', () =>
      withShelf(harness, async (db) => {
        const plugin: PluginObject<{ loud?: boolean }> = { ...noting('a', []), options: ['loud'] };
        const misspelt: object = { lout: true };
        expect(() => db.plugin(plugin, misspelt)).toThrow(/'a' has no option 'lout'; did you mean 'loud'/);
        expect(db.plugin(plugin, { loud: true })).toBe(db);
      }));

    test('calls take the options that it declares', () =>
      withBlog(harness, async ({ db, Post }) => {
        const marked: object = { marked: true };
        expect(await rejectionOf(Post.fetchAll(marked))).toBeInstanceOf(db.InvalidValueError);
        db.plugin({ name: 'marking', callOptions: ['marked'], install: () => undefined });
        expect((await Post.fetchAll(marked)).length).toBe(4);
        expect(() => db.plugin({ name: 'b', callOptions: 'marked' as never, install() {} })).toThrow(/list of names/);
      }));

    test('one whose install failed may be installed again', () =>
      withShelf(harness, async (db) => {
        let broken = true;
        const install = (): void => {
          if (broken) throw new Error('not yet');
        };
        expect(() => db.plugin({ name: 'a', install })).toThrow('not yet');
        broken = false;
        expect(db.plugin({ name: 'a', install })).toBe(db);
      }));

    test('a string is refused with what to do; so is anything else', () =>
      withShelf(harness, async (db) => {
        expect(() => db.plugin('registry' as unknown as Plugin)).toThrow(db.PluginMissingError);
        expect(() => db.plugin('registry' as unknown as Plugin)).toThrow(/import.*'registry'/);
        for (const wrong of [
          null,
          undefined,
          5,
          {},
          { name: 'a' },
          { install: () => undefined },
          { name: 5, install: () => undefined },
        ]) {
          expect(() => db.plugin(wrong as unknown as Plugin)).toThrow(db.InvalidValueError);
        }
      }));
  });

  describe('extending', () => {
    /** Adds a method to the base classes, a default option, and an event. */
    const shouting: PluginObject = {
      name: 'shouting',
      install(shelf) {
        Object.assign(shelf.Model.prototype as object, { shout: () => 'MODEL' });
        Object.assign(shelf.Collection.prototype as object, { shout: () => 'COLLECTION' });
        Object.assign(shelf.Model, { shoutAll: () => 'CLASS' });
      },
    };
    const shout = (each: object): unknown => (each as { shout?(): string }).shout?.();

    test('reaches every class of that shelf, also those made before', () =>
      withShelf(harness, async (db) => {
        class Before extends db.Model {}
        db.plugin(shouting);
        class After extends Before {}
        const Extended = db.Model.extend({});
        for (const Class of [Before, After, Extended]) expect(shout(new Class())).toBe('MODEL');
        expect(shout(new db.Collection())).toBe('COLLECTION');
        expect((After as unknown as { shoutAll(): string }).shoutAll()).toBe('CLASS');
      }));

    test('two shelves never share: neither classes, plugins, events nor the table catalogue', () =>
      withShelf(harness, (one) =>
        withShelf(harness, async (two) => {
          one.plugin(shouting);
          expect(shout(new one.Model())).toBe('MODEL');
          expect(shout(new two.Model())).toBeUndefined();
          expect(shout(new two.Collection())).toBeUndefined();
          expect(two.plugin(shouting)).toBe(two);
          expect(one.Model).not.toBe(two.Model);
          expect(new one.Model()).not.toBeInstanceOf(two.Model);
          const heard: string[] = [];
          one.on('query', () => heard.push('one'));
          two.on('query', () => heard.push('two'));
          await one.knex.schema.createTable('t', (table) => table.increments('a'));
          await two.knex.schema.createTable('t', (table) => table.increments('b'));
          expect(await one.Model.forge({}, { tableName: 't' }).fetchAll()).toHaveLength(0);
          expect(heard).toEqual(['one']);
          expect(await two.Model.forge({ b: 1 }, { tableName: 't' }).fetch()).toBeNull();
          expect((await rejectionOf(one.Model.forge({ b: 1 }, { tableName: 't' }).fetch())).name).toBe(
            'UnknownColumnError',
          );
        }),
      ));

    test('a shelf is an event bus of its own', () =>
      withShelf(harness, async (db) => {
        const heard: unknown[] = [];
        db.on('custom', (...args: unknown[]) => heard.push(...args));
        db.trigger('custom', 1, 2);
        await db.triggerThen('custom', 3);
        db.off('custom').trigger('custom', 4);
        expect(heard).toEqual([1, 2, 3]);
      }));
  });

  describe('stages', () => {
    test('check: before a fetch, refuses before any SQL is sent', () =>
      withBlog(
        harness,
        async ({ db, Post }) => {
          const refused = new Error('refused');
          const seen: unknown[] = [];
          expect(
            db.stage('check', (target, options) => {
              seen.push(target);
              if ('forbidden' in options) throw refused;
            }),
          ).toBe(db);
          const sent: string[] = [];
          db.on('query', ({ sql }) => sent.push(sql));
          const forbidden = { forbidden: true } as object;
          const post = new Post({ id: 1 });
          expect(await rejectionOf(post.fetch(forbidden))).toBe(refused);
          expect(await rejectionOf(Post.fetchAll(forbidden))).toBe(refused);
          expect(sent).toEqual([]);
          expect(seen[0]).toBe(post);
          expect((await Post.fetchAll()).length).toBe(4);
        },
        { callOptions: ['forbidden'] },
      ));

    test('loaded: after rows have become models, before `fetched`, awaited', () =>
      withBlog(
        harness,
        async ({ db, Post }) => {
          const log: unknown[] = [];
          const loaded: Stages['loaded'] = async (models, rows, target, options) => {
            await Promise.resolve();
            log.push(models.length, rows.length, target instanceof db.Collection, (options as { mark?: string }).mark);
            for (const model of models) model.set('title', 'set by the stage', { silent: true });
          };
          db.stage('loaded', loaded);
          const post = new Post({ id: 1 });
          post.on('fetched', () => log.push('fetched'));
          await post.fetch({ mark: 'm' } as object);
          expect(post.get('title')).toBe('set by the stage');
          await Post.fetchAll();
          expect(log).toEqual([1, 1, false, 'm', 'fetched', 4, 4, true, undefined]);
          const broken = new Error('broken');
          const failing: Stages['loaded'] = () => Promise.reject(broken);
          db.stage('loaded', failing);
          expect(await rejectionOf(new Post({ id: 1 }).fetch())).toBe(broken);
        },
        { callOptions: ['mark'] },
      ));

    test('serialize: may add to the JSON and take from it', () =>
      withBlog(harness, async ({ db, Post }) => {
        db.stage('serialize', (model, json, options) => {
          json['class'] = model instanceof Post;
          json['shallow'] = options.shallow;
          delete json['tenant'];
        });
        const post = await new Post({ id: 1 }).fetch({ require: true });
        expect(post.toJSON({ shallow: true })).toEqual({ id: 1, title: 'a1', class: true, shallow: true });
        expect(JSON.parse(JSON.stringify(post))).toMatchObject({ class: true });
        expect(post.get('tenant')).toBe('a');
      }));

    test('clone: sees the model and its copy', () =>
      withBlog(harness, async ({ db, Post }) => {
        const pairs: unknown[][] = [];
        db.stage('clone', (...pair) => void pairs.push(pair));
        const post = new Post({ title: 'x' });
        const copy = post.clone();
        expect(pairs).toHaveLength(1);
        expect(pairs[0]![0]).toBe(post);
        expect(pairs[0]![1]).toBe(copy);
      }));

    test('an unknown stage is refused, and those that exist are named', () =>
      withShelf(harness, async (db) => {
        expect(() => db.stage('constructor' as 'check', () => undefined)).toThrow(/check.*loaded.*serialize.*clone/);
      }));

    stagesSuite(harness);
  });

  describe('class options', () => classOptionsSuite(harness));

  test('a plugin that fails while a shelf is made fails the making', async () => {
    const failing: PluginObject = {
      name: 'failing',
      install() {
        throw new Error('no');
      },
    };
    const dialect = await harness.dialect();
    expect(() => createShelf({ dialect, plugins: [failing] })).toThrow('no');
  });
}
