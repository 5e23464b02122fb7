#ifndef YUANBA_CCRYPTO_H
#define YUANBA_CCRYPTO_H
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

/* The SET1 forms of these are macros over EVP_PKEY_CTX_ctrl in some headers; functions import, macros do not. */
static inline int yb_rsa_pss(EVP_PKEY_CTX *ctx, int salt_length) {
    return EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PSS_PADDING) > 0
        && EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx, salt_length) > 0
        && EVP_PKEY_CTX_set_rsa_mgf1_md(ctx, EVP_sha256()) > 0;
}
/* Salt of any length when verifying (RFC 8017 9.1.2 with the length read from the block). */
static inline int yb_rsa_pss_any_salt(void) { return RSA_PSS_SALTLEN_AUTO; }
static inline int yb_rsa_pss_digest_salt(void) { return RSA_PSS_SALTLEN_DIGEST; }

/* BIO_get_mem_data is a macro. */
static inline long yb_bio_bytes(BIO *bio, char **start) { return BIO_get_mem_data(bio, start); }
#endif
