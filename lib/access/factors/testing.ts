/**
 * For `*.db.test.ts` alone: factors in a line each, and an authenticator in software, so that real answers to real challenges are checked.
 */
import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { newId } from '#lib/platform/identifiers.ts';
import { owner } from '#lib/platform/testing.ts';
import { keyOf, type Throttled } from '../throttle.ts';
import type { NewPasskeyAnswer, PasskeyAnswer } from './schema.ts';
import { newSecret, sealSecret } from './totp.ts';

/** The code that an app with this key shows now, or so many steps of 30 seconds from now. */
export const codeOf = (secret: string, steps = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 });

/** An authenticator app of the person; returns its key. */
export async function giveTotp(person: { id: string }): Promise<string> {
  const secret = newSecret();
  await owner.query('INSERT INTO totp_secrets (user_id, secret, last_step) VALUES ($1, $2, 0)', [person.id, sealSecret(secret, person.id)]);
  return secret;
}

/** The wait that so many failures brought goes on for minutes, so that a slow machine does not outlast it; fails where there is none. */
export async function lengthenWait(kind: Throttled, value: string): Promise<void> {
  const { rowCount } = await owner.query(
    "UPDATE throttles SET blocked_until = blocked_until + interval '10 minutes' WHERE key = $1 AND blocked_until > last_at",
    [keyOf(kind, value)],
  );
  if (rowCount !== 1) throw new Error('Nothing is slowed down.');
}

/** A recovery code of the person, as they would type it. */
export async function giveRecoveryCode(person: { id: string }): Promise<string> {
  const code = Array.from(randomBytes(16), (byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte % 32]).join('');
  await owner.query('INSERT INTO recovery_codes (id, user_id, code_hash) VALUES ($1, $2, $3)', [
    newId(),
    person.id,
    createHash('sha256').update(code).digest(),
  ]);
  return code;
}

const origin = 'http://localhost:3000';
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest();

/** A passkey in software: ES256, no attestation, with a counter that goes up. */
export class SoftPasskey {
  readonly id = randomBytes(16);
  readonly #keys: { privateKey: KeyObject; publicKey: KeyObject } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  counter = 0;
  verified = true;
  site = origin;

  /** Answers what askForNewPasskey asked. */
  make(options: { challenge: string }): NewPasskeyAnswer {
    const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, this.id.length]), this.id, this.publicKey]);
    const authData = Buffer.concat([this.#authenticatorData(0x40), attested]);
    // The map {fmt: "none", attStmt: {}, authData: bytes} in CBOR.
    const attestationObject = Buffer.concat([
      Buffer.from([0xa3]),
      ...[text('fmt'), text('none'), text('attStmt'), Buffer.from([0xa0]), text('authData'), bytes(authData)],
    ]);
    return {
      id: base64(this.id),
      rawId: base64(this.id),
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: base64(this.#clientData('webauthn.create', options.challenge)),
        attestationObject: base64(attestationObject),
        transports: ['internal'],
      },
    };
  }

  /** Answers what askForPasskey asked. */
  prove(options: { challenge: string }): PasskeyAnswer {
    this.counter += 1;
    const authenticatorData = this.#authenticatorData(0);
    const clientData = this.#clientData('webauthn.get', options.challenge);
    const signature = createSign('sha256')
      .update(Buffer.concat([authenticatorData, sha256(clientData)]))
      .sign(this.#keys.privateKey);
    return {
      id: base64(this.id),
      rawId: base64(this.id),
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: base64(clientData),
        authenticatorData: base64(authenticatorData),
        signature: base64(signature),
      },
    };
  }

  #clientData(type: string, challenge: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.site, crossOrigin: false }));
  }

  /** SHA-256 of the site's name, flags (present, verified), counter. */
  #authenticatorData(flags: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    return Buffer.concat([sha256(new URL(origin).hostname), Buffer.from([0x01 | (this.verified ? 0x04 : 0) | flags]), counter]);
  }

  /** The public key as COSE: {1: 2, 3: -7, -1: 1, -2: x, -3: y}. */
  get publicKey(): Buffer {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' });
    const coordinate = (value: string) => bytes(Buffer.from(value, 'base64url'));
    return Buffer.concat([
      Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
      coordinate(x),
      Buffer.from([0x22]),
      coordinate(y),
    ]);
  }
}

const text = (value: string) => Buffer.concat([Buffer.from([0x60 | value.length]), Buffer.from(value)]);
const bytes = (value: Buffer) =>
  Buffer.concat([
    value.length < 256 ? Buffer.from([0x58, value.length]) : Buffer.from([0x59, value.length >> 8, value.length & 255]),
    value,
  ]);
