"""The national ciphers do what their standards say."""

from __future__ import annotations

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SM3, Hash
from pytest_django import Settings

from huying.foundation.sealing import lookup_hash, lookup_hashes, lookup_key_id, open_sealed, seal

HERE = "callers.identity.name|1"
KEY = bytes.fromhex("0123456789abcdeffedcba9876543210")


def test_sm4_passes_the_example_of_gb_t_32907() -> None:
    encryptor = Cipher(algorithms.SM4(KEY), modes.ECB()).encryptor()  # the standard's own example
    assert (encryptor.update(KEY) + encryptor.finalize()).hex() == "681edf34d206965e86b3e94f536e4246"


def test_sm4_gcm_passes_the_example_of_rfc_8998() -> None:
    clear = "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccddddddddddddddddeeeeeeeeeeeeeeeeffffffffffffffff"
    encryptor = Cipher(algorithms.SM4(KEY), modes.GCM(bytes.fromhex("00001234567800000000abcd"))).encryptor()
    encryptor.authenticate_additional_data(bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2"))
    sealed = encryptor.update(bytes.fromhex(clear + "eeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa")) + encryptor.finalize()
    assert sealed.hex() == (
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
    )
    assert encryptor.tag.hex() == "83de3541e4c2b58177e065a9bf7b62ec"


def test_sm3_passes_the_example_of_gb_t_32905() -> None:
    digest = Hash(SM3())
    digest.update(b"abc")
    assert digest.finalize().hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_each_suite_opens_what_the_other_sealed(settings: Settings) -> None:
    by_aes = seal("王小明", context=HERE)
    settings.HUYING_SUITE = "sm4"
    by_sm4 = seal("王小明", context=HERE)
    assert (by_aes[1], by_sm4[1]) == (1, 2)
    assert len(by_aes) == len(by_sm4)
    assert open_sealed(by_aes, context=HERE) == open_sealed(by_sm4, context=HERE) == "王小明"
    settings.HUYING_SUITE = "aes"
    assert open_sealed(by_sm4, context=HERE) == "王小明"


def test_a_phone_is_found_under_the_hash_of_either_suite(settings: Settings) -> None:
    by_aes, id_of_aes = lookup_hash("+8613800000000", context=HERE), lookup_key_id()
    settings.HUYING_SUITE = "sm4"
    by_sm4 = lookup_hash("+8613800000000", context=HERE)
    assert by_sm4 != by_aes
    assert lookup_key_id() != id_of_aes
    assert lookup_hashes("+8613800000000", context=HERE) == [by_sm4, by_aes]
