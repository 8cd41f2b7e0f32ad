// What the two drivers for SQLite say by hand.
import { conversions } from '../conversions.js';

export const { decode } = conversions.sqlite3;

export const selectAll = 'select * from users';
export const selectById = 'select * from users where id = ?';
export const insert =
  'insert into users (name, email, age, active, score, created_at, updated_at) values (?, ?, ?, ?, ?, ?, ?)';
export const update = 'update users set age = ?, active = ?, updated_at = ? where id = ?';
