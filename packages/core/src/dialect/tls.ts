const TLS =
  /^(ERR_TLS|ERR_SSL|ERR_OSSL|EPROTO|CERT_|CRL_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH)/;

/**
 * For a dialect: whether an error of Node says that a connection could not be encrypted as the options ask, or that the
 * server's certificate is not to be trusted.
 *
 * @param code the error's `code`
 */
export function isTlsCode(code: string): boolean {
  return TLS.test(code);
}
