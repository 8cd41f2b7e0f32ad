import { isMysql8 } from '../src/mysql.js';
import { check, entriesOf } from '../src/package-index.js';

// That a MySQL 8 starts is proved by `npm run test:mysql8` alone: no other run depends on Ubuntu's archive.

test.each([
  ['/usr/sbin/mysqld  Ver 8.0.46-0ubuntu0.22.04.5 for Linux on x86_64 ((Ubuntu))', true],
  ['/usr/local/mysql/bin/mysqld  Ver 8.4.3 for macos14 on arm64 (MySQL Community Server - GPL)', true],
  ['/usr/sbin/mysqld  Ver 9.1.0 for Linux on x86_64 (MySQL Community Server - GPL)', false],
  ['/usr/sbin/mysqld  Ver 10.11.19-MariaDB-0+deb12u1 for debian-linux-gnu on x86_64 (Debian 12)', false],
  ['/usr/sbin/mysqld  Ver 5.7.44 for Linux on x86_64 (MySQL Community Server (GPL))', false],
])('%s is of a MySQL 8: %s', (version, expected) => {
  expect(isMysql8(version)).toBe(expected);
});

const INDEX = `Package: libaio-dev
Filename: pool/main/liba/libaio/libaio-dev_0.3.112_amd64.deb
SHA256: aaaa

Package: libaio1
Source: libaio
Depends: libc6 (>= 2.4)
Filename: pool/main/liba/libaio/libaio1_0.3.112_amd64.deb
MD5sum: 0000
SHA1: 1111
SHA256: bbbb
SHA512: cccc
Description: asynchronous I/O
 Package: not a field

Package: libssl3
Filename: pool/main/o/openssl/libssl3_3.0.2_amd64.deb
SHA256: dddd
`;

test('an archive’s index tells the file and the sum of the packages that are asked for, of no others', () => {
  expect(entriesOf(INDEX, ['libssl3', 'libaio1', 'absent'])).toEqual([
    ['libaio1', { file: 'pool/main/liba/libaio/libaio1_0.3.112_amd64.deb', sha256: 'bbbb' }],
    ['libssl3', { file: 'pool/main/o/openssl/libssl3_3.0.2_amd64.deb', sha256: 'dddd' }],
  ]);
});

test('a package that the index lists without its sum is not fetched unchecked', () => {
  const unsummed = INDEX.replace('SHA256: bbbb\n', '');
  expect(() => entriesOf(unsummed, ['libaio1'])).toThrow('lists libaio1 without file or SHA256');
});

test('a fetched file of another sum than the index lists is refused', () => {
  const entry = { file: 'a.deb', sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' };
  expect(() => check(Buffer.from('abc'), entry)).not.toThrow();
  expect(() => check(Buffer.from('abd'), entry)).toThrow(/^a\.deb has the SHA256 a52d\w+; the index lists ba78/);
});
