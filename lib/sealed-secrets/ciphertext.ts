/**
 * What is wrong with a text that should be one value as `kubeseal` seals it: base64 of the length of an RSA
 * ciphertext in two bytes, that ciphertext, and what AES-GCM made of the value. Nothing where it is right.
 *
 * A plain value that somebody encoded in base64 is found out by the length it begins with.
 *
 * @see https://github.com/bitnami-labs/sealed-secrets/blob/v0.40.0/pkg/crypto/crypto.go
 */
export function notSealed(text: unknown): string | undefined {
  if (typeof text !== 'string' || text === '') return 'is not a text';
  const sealed = Buffer.from(text, 'base64');
  if (sealed.toString('base64') !== text) return 'is not base64';
  const rsa = sealed.length < 2 ? 0 : sealed.readUInt16BE(0);
  // Of keys of 2048 to 8192 bits; the controller makes 4096.
  if (rsa < 256 || rsa > 1024 || rsa % 64 !== 0) return 'does not begin as a sealed value does';
  return sealed.length < 2 + rsa + tag ? 'is cut off' : undefined;
}

/** Bytes that AES-GCM adds to any value, an empty one too. */
const tag = 16;
