import Plain from 'backbone';
import { useBadgers } from './badgers.js';

const { Backbone, query } = useBadgers();

const Badger = Backbone.Model.extend({
  urlRoot: '/badgers',
  validate: ({ name }: { name?: string }) => (name === 'bad' ? 'refused' : undefined),
});

interface Diary {
  readonly events: unknown[];
  readonly options: object;
}

/** What a model of Backbone's own tells in the same situation, with an ajax that answers later. */
interface Program {
  readonly attributes: object;
  /** What the server answers; undefined is a failure. */
  readonly answer: object | undefined;
  run(model: Plain.Model, diary: Diary): unknown;
}

const programs: Record<string, Program> = {
  'a save': {
    attributes: { name: 'a' },
    answer: { id: 1, name: 'a', owner_id: null },
    run: (model, { options }) => model.save(null, options),
  },
  'a save with changes': {
    attributes: { name: 'a' },
    answer: { id: 1, name: 'b', owner_id: null },
    run: (model, { options }) => model.save({ name: 'b' }, options),
  },
  'a save that waits': {
    attributes: { name: 'a' },
    answer: { id: 1, name: 'b', owner_id: null },
    run: (model, { options }) => model.save({ name: 'b' }, { ...options, wait: true }),
  },
  'a save that is invalid': {
    attributes: { name: 'a' },
    answer: {},
    run: (model, { options, events }) => events.push(model.save({ name: 'bad' }, options)),
  },
  'a fetch of no row': {
    attributes: { id: 77 },
    answer: undefined,
    run: (model, { options }) => model.fetch(options),
  },
  'a destroy of no row': {
    attributes: { id: 77 },
    answer: undefined,
    run: (model, { options }) => model.destroy(options),
  },
  'a destroy of no row that waits': {
    attributes: { id: 77 },
    answer: undefined,
    run: (model, { options }) => model.destroy({ ...options, wait: true }),
  },
  'a destroy of a new model': {
    attributes: {},
    answer: {},
    run: (model, { options, events }) => events.push(model.destroy(options)),
  },
};

async function tell(Model: new (attributes: object) => Plain.Model, { attributes, run }: Program): Promise<unknown[]> {
  const model = new Model(attributes);
  const events: unknown[] = [];
  model.on('all', (event: string, target: unknown) => events.push([event, target === model]));
  const options = {
    success: (target: unknown) => void events.push(['success', target === model]),
    error: (target: unknown) => void events.push(['error callback', target === model]),
  };
  run(model, { events, options });
  events.push('returned');
  await new Promise((resolve) => setTimeout(resolve, 300));
  return [...events, { ...model.attributes }];
}

test.each(Object.entries(programs))('%s tells what Backbone itself tells', async (_, program) => {
  const Ajaxed = Plain.Model.extend({
    urlRoot: '/badgers',
    validate: Badger.prototype.validate as unknown,
    sync(
      method: string,
      model: Plain.Model,
      options: { success: (row: unknown) => void; error: (error: unknown) => void },
    ) {
      const ajax = Plain.ajax;
      Plain.ajax = ((settings: typeof options) => {
        setTimeout(
          () => (program.answer === undefined ? settings.error(new Error('no')) : settings.success(program.answer)),
          10,
        );
        return {};
      }) as never;
      try {
        return Plain.sync(method, model, options) as unknown;
      } finally {
        Plain.ajax = ajax;
      }
    },
  }) as new (attributes: object) => Plain.Model;
  const ours = await tell(Badger as unknown as new (attributes: object) => Plain.Model, program);
  expect(ours).toEqual(await tell(Ajaxed, program));
});

test('handlers that are attached after save() has returned are called', async () => {
  const badger = new Badger({ name: 'a' });
  void badger.save();
  await new Promise((resolve) => void badger.on('sync', resolve));
  void badger.fetch({ filter: { name: 'other' } });
  const [model, error] = await new Promise<[unknown, Error]>((resolve) => {
    badger.on('error', (target, failure) => resolve([target, failure]));
  });
  expect(model).toBe(badger);
  expect(error.message).toBe('Not found');
});

test('a failure that nobody looks at is no unhandled rejection', async () => {
  const unhandled = jest.fn();
  process.on('unhandledRejection', unhandled);
  try {
    void new Badger({ id: 9 }).fetch();
    void new (Backbone.Model.extend({ urlRoot: '/nowhere' }))().save();
    void new Backbone.Model({ id: 1 }).fetch();
    await query('select pg_sleep(0.3)');
    await new Promise((resolve) => setImmediate(resolve));
    expect(unhandled).not.toHaveBeenCalled();
  } finally {
    process.off('unhandledRejection', unhandled);
  }
});

test('what the database refuses is an error of Shelf, in the callback too', async () => {
  const Sett = Backbone.Model.extend({ urlRoot: '/setts' });
  const told = jest.fn();
  const failure: unknown = await Promise.resolve(new Sett({ name: null }).save(null, { error: told })).catch(
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({ code: 'NOT_NULL_VIOLATION', columns: ['name'] });
  expect(told.mock.calls[0]).toEqual([expect.anything(), failure, expect.anything()]);
  await expect(Promise.resolve(new Sett({ colour: 'red' }).save())).rejects.toMatchObject({ code: 'UNKNOWN_COLUMN' });
  await expect(new Backbone.Model({ id: 1 }).fetch()).rejects.toThrow('urlRoot');
  await expect(new (Backbone.Model.extend({ urlRoot: '/nowhere' }))({ id: 1 }).fetch()).rejects.toThrow(
    "no table 'nowhere'",
  );
});

test('callbacks get the context, and promises the model', async () => {
  const context = {};
  const seen: unknown[] = [];
  const badger = new Badger({ name: 'a' });
  const saved = await badger.save(null, {
    context,
    success(this: unknown, model, row) {
      seen.push(this === context, model === badger, row['id']);
    },
  });
  expect(seen).toEqual([true, true, 1]);
  expect(saved).toBe(badger);
});

test('an error that a handler throws is uncaught, and the row is stored all the same', async () => {
  const { nextTick } = process;
  const uncaught: unknown[] = [];
  const spy = jest.spyOn(process, 'nextTick').mockImplementation((callback, ...args: unknown[]) => {
    nextTick(() => {
      try {
        (callback as (...given: unknown[]) => void)(...args);
      } catch (error) {
        uncaught.push(error);
      }
    });
  });
  try {
    const mistake = new Error('a mistake in a handler');
    const failed = jest.fn();
    const badger = new Badger({ name: 'a' });
    badger.on('error', failed);
    const saved = badger.save(null, {
      success() {
        throw mistake;
      },
    });
    expect(await saved).toBe(badger);
    await new Promise((resolve) => setImmediate(resolve));
    expect(uncaught).toEqual([mistake]);
    expect(failed).not.toHaveBeenCalled();
  } finally {
    spy.mockRestore();
  }
});

test('a collection tells of its failure', async () => {
  const badgers = new (Backbone.Collection.extend({ url: '/nowhere' }))();
  const told = jest.fn();
  badgers.on('error', told);
  const failure: unknown = await badgers.fetch({ error: told }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'INVALID_VALUE' });
  expect(told.mock.calls.map(([target, error]: unknown[]) => [target === badgers, error])).toEqual([
    [true, failure],
    [true, failure],
  ]);
});

test('sync takes options that are null, as that of Backbone does', async () => {
  await query(`insert into badgers (name) values ('a')`);
  const none = null as unknown as undefined;
  await expect(Backbone.sync('read', new Badger({ id: 1 }), none)).resolves.toBeInstanceOf(Badger);
  await expect(Backbone.sync('read', new Badger({ id: 9 }), none)).rejects.toThrow('Not found');
});
