#ifndef YUANBA_CCRYPTO_H
#define YUANBA_CCRYPTO_H
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#endif
