import { InvalidValueError, TimeoutError, type Fault } from '@shelf/core';
import { takeOutValues, translate } from '../src/faults.js';

/** Says which fault an error of the server is. */
function faultOf(errno: number, sqlMessage = 'what it said'): Fault | undefined {
  return translate(Object.assign(new Error(`insert into … - ${sqlMessage}`), { errno, sqlMessage }));
}

const NUMBERS: Readonly<Record<Fault['error'], readonly number[]>> = {
  UniqueViolation: [1062, 1586, 1859],
  NotNullViolation: [1048, 1364],
  ForeignKeyViolation: [1216, 1217, 1451, 1452, 1761, 1762],
  CheckViolation: [3819, 4025],
  UnknownColumn: [1054],
  InvalidValue: [1153, 1210, 1264, 1265, 1292, 1366, 1367, 1406, 1411, 1441, 1690, 3140, 3141, 3143, 3144, 3732],
  Timeout: [1205, 1317, 1969, 3024, 3572],
  SerializationFailure: [1020, 1213, 1614],
  UnknownTable: [1049, 1051, 1109, 1146],
  ReadOnly: [1036, 1792, 1836],
  Storage: [3, 20, 1021, 1023, 1024, 1026, 1030, 1034, 1035, 1114, 1194, 1195, 1712, 1812, 1878, 1932],
  ConnectionRefused: [1044, 1045, 1129, 1130, 1251, 1524, 1698, 1820, 1862, 3118, 3159, 4151],
  ConnectionLost: [1040, 1047, 1053, 1079, 1152, 1184, 1203, 1226, 1927, 2006, 2013, 4031],
};

const numbered = Object.entries(NUMBERS).flatMap(([error, numbers]) => numbers.map((each) => [each, error] as const));

test.each(numbered)('error %i is a %s', (errno, error) => {
  expect(faultOf(errno)).toEqual({ error });
});

test.each([
  [{ errno: 1049, fatal: true }, 'ConnectionRefused'],
  [{ errno: 1290, sqlMessage: 'The MariaDB server is running with the --read-only option' }, 'ReadOnly'],
  [{ errno: 1290, sqlMessage: 'The MySQL server is running with the --super-read-only option' }, 'ReadOnly'],
  [{ code: 'HANDSHAKE_NO_SSL_SUPPORT', fatal: true }, 'ConnectionRefused'],
  [{ code: 'ERR_SSL_WRONG_VERSION_NUMBER' }, 'ConnectionRefused'],
  [{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'ConnectionRefused'],
  [{ code: 'ECONNREFUSED', errno: -111, syscall: 'connect', fatal: true }, 'ConnectionLost'],
])('%o is a %s', (details, error) => {
  expect(translate(Object.assign(new Error('said'), details))).toEqual({ error });
});

test('values are taken out of what the server says', () => {
  const said = (sqlMessage: string, sql = 'insert …', sent = sql): string => {
    const error = Object.assign(new Error(sqlMessage), { errno: 1, sqlMessage, sql: sent });
    takeOutValues(error, sql);
    expect([error.sqlMessage, error.sql]).toEqual([error.message, sql]);
    return error.message;
  };
  expect(said("Duplicate entry 'it's for key 'b' for key 'a'")).toBe("Duplicate entry for key 'a'");
  expect(said("Incorrect integer value: 'x' for column `d`.`t`.`c` at row 1")).toBe(
    'Incorrect integer value for column `d`.`t`.`c` at row 1',
  );
  expect(said("Truncated incorrect DOUBLE value: 'x'")).toBe('Truncated incorrect DOUBLE value');
  expect(said("an error near 'x' at line 1", 'select ?', "select 'x'")).toBe('an error at line 1');
  expect(said("an error near 'x' at line 1")).toBe("an error near 'x' at line 1");
});

test.each([1064, 9999])('error %i is none of these', (errno) => {
  expect(faultOf(errno)).toBeUndefined();
});

// What MariaDB and MySQL say, with names and values that look like a part of it.
test.each<[number, string, Partial<Fault>]>([
  [1048, "Column 'a b' cannot be null", { columns: ['a b'] }],
  [1048, "Column 'it's.so' cannot be null", { columns: ["it's.so"] }],
  [1364, "Field 'it's' doesn't have a default value", { columns: ["it's"] }],
  [1054, "Unknown column 'nope' in 'field list'", { columns: ['nope'] }],
  [1054, "Unknown column 't.nope' in 'WHERE'", { columns: ['nope'] }],
  [1054, "Unknown column 'no'pe' in x' in 'SELECT'", { columns: ["no'pe' in x"] }],
  [1264, "Out of range value for column 'x.y' at row 1", { columns: ['x.y'] }],
  [1406, "Data too long for column 'title' at row 12", { columns: ['title'] }],
  [1366, "Incorrect integer value: 'x' for column `db`.`t`.`a``b` at row 1", { columns: ['a`b'] }],
  [1366, "Incorrect integer value: 'x\n for column 'y' at row 2' for column 'n' at row 1", { columns: ['n'] }],
  [1292, 'Truncated incorrect DOUBLE value', {}],
  [1062, "Duplicate entry '1 for key 'a'' for key 'books.title'", { constraint: 'books.title' }],
  [
    1452,
    'Cannot add or update a child row: a foreign key constraint fails (`db`.`t`, CONSTRAINT `to_book` FOREIGN KEY (`b`) …',
    { constraint: 'to_book' },
  ],
  [4025, "CONSTRAINT `it's` failed for `db`.`t`", { constraint: "it's" }],
  [4025, 'CONSTRAINT `t.age` failed for `db`.`t`', { constraint: 'age' }],
  [3819, "Check constraint 'it's' is violated.", { constraint: "it's" }],
])('error %i: %s', (errno, sqlMessage, details) => {
  const { error, ...found } = faultOf(errno, sqlMessage) as Fault;
  expect(error).toEqual(faultOf(errno)?.error);
  expect(found).toEqual(details);
});

test.each<[string, unknown, Fault['error'] | undefined]>([
  ['an error that ended its connection', Object.assign(new Error('x'), { fatal: true }), 'ConnectionLost'],
  ['an error of the system', Object.assign(new Error('x'), { syscall: 'connect', errno: -111 }), 'ConnectionLost'],
  ['a closed connection', new Error("Can't add new command when connection is in closed state"), 'ConnectionLost'],
  ['no connection in time', Object.assign(new Error('x'), { name: 'KnexTimeoutError' }), 'Timeout'],
  ['a time-out of Shelf', new TimeoutError('x'), 'Timeout'],
  ['a value refused here', new InvalidValueError('x'), 'InvalidValue'],
  ['an error of another realm', { message: 'Connection lost: The server closed it' }, 'ConnectionLost'],
  ["the user's own error", new Error('x'), undefined],
  ['what is no error', 'x', undefined],
])('%s', (_, error, fault) => {
  expect(translate(error)?.error).toBe(fault);
});
