import { isLoopback } from '@patchbay/core'

/** What to do where a connection fails, by the step and the code of the error. */
export function adviceOnConnection(step: string, code: string | undefined, url: URL): string {
  if (step === 'DNS')
    return `Check the name ${url.hostname}: the address of the gateway, or the region. Behind a VPN its DNS has to be in use.`
  if (step === 'TLS') return adviceOnTLS(code, url)
  if (code === 'ECONNREFUSED')
    return isLoopback(url.hostname)
      ? `Nothing listens on port ${url.port}: start the server, or correct the address.`
      : 'Nothing listens there: check the port of the address, and whether the gateway runs.'
  if (code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT')
    return 'A firewall or a security group keeps the packets. Behind a proxy set HTTPS_PROXY and NODE_USE_ENV_PROXY=1.'
  return 'The server closed the connection without an answer of HTTP: check its address and its protocol, https or http.'
}

/** The same where requests go by a proxy: what fails is its part, but for the certificate. */
export function adviceOnProxy(code: string | undefined, url: URL): string {
  if (code !== undefined && CERTIFICATE_FAULTS.some((fault) => code.includes(fault)))
    return adviceOnTLS(code, url)
  if (code === 'UND_ERR_ABORTED')
    return `The proxy refuses the way to ${url.host}: it may want a name and a password in HTTPS_PROXY, or not know that host.`
  return `Check HTTPS_PROXY, and whether the proxy reaches ${url.host}. A host that needs no proxy belongs in NO_PROXY.`
}

/** In the codes of https://docs.openssl.org/master/man1/openssl-verification-options/, and in Node's own. */
const CERTIFICATE_FAULTS = ['CERT', 'UNABLE_TO_']

function adviceOnTLS(code: string | undefined, url: URL): string {
  if (code?.startsWith('ERR_SSL') === true || code === 'EPROTO' || code === 'ECONNRESET')
    return `The server speaks no TLS on that port: is its address http://${url.host}?`
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `The certificate is another host's, not that of ${url.hostname}: check the address.`
  if (code === 'CERT_HAS_EXPIRED')
    return 'The certificate has expired: check the clock of this machine, or tell who runs the server.'
  return 'The certificate is not one that Node trusts: set NODE_EXTRA_CA_CERTS to the file of the authority that has issued it.'
}
