"""The four capabilities over the border, with the network off and on."""

import congdoan_ffi as congdoan
import pytest


def test_a_card_is_shown_and_judged_without_a_network(office):
    lan, hoa = office.enrol("lan"), office.enrol("hoa")
    card = lan.my_card()
    assert (card.name, card.unit) == ("Nguyễn Thị Ngọc Lan", "Công đoàn cơ sở May Hưng Thịnh Phát")
    assert hoa.verify_card(card.qr_text)[0] == "unknown"
    hoa.download_pack("card-status")
    office.stop()
    assert hoa.verify_card(card.qr_text)[0] == "valid"
    assert hoa.verify_card(card.qr_text[:40])[0] == "forged"
    assert hoa.my_card() is None


def test_a_survey_is_answered_offline_and_goes_by_itself(office):
    lan = office.enrol("lan")
    (survey,) = lan.surveys()
    assert not survey.mine
    office.stop()
    answers = [congdoan.QuestionAnswer(question=1, option=0), congdoan.QuestionAnswer(question=3, point=4)]
    lan.answer_survey(survey.id, answers)
    state = lan.sync_now()
    assert (state.online, state.waiting) == (False, 1)
    assert lan.surveys()[0].mine
    office.start()
    state = lan.sync_now()
    assert (state.online, state.waiting, state.refused) == (True, 0, 0)


def test_the_law_is_searched_and_read_offline(office):
    lan = office.enrol("lan")
    with pytest.raises(congdoan.ApiError.Failed) as absent:
        lan.search_law("điều 1", 5)
    assert absent.value.code == "law_absent"
    assert "tải gói luật" in absent.value.message
    lan.download_pack("law")
    office.stop()
    hits = lan.search_law("điều 1", 5)
    assert hits
    assert lan.read_law(hits[0].article).text


def test_a_voucher_is_taken_offline_and_redeemed_once(office):
    lan, hoa = office.enrol("lan"), office.enrol("hoa")
    (offer,) = lan.offers()
    office.stop()
    voucher = lan.take_voucher(offer.id)
    assert hoa.redeem_voucher(voucher.qr_text) == "provider"
    assert hoa.sync_now().waiting == 1
    office.start()
    assert hoa.sync_now().waiting == 0
    with pytest.raises(congdoan.ApiError.Failed) as used:
        hoa.redeem_voucher(voucher.qr_text)
    assert used.value.code == "voucher_used"


def test_errors_carry_a_code_and_words(office, tmp_path):
    office.enrol("lan")
    with pytest.raises(congdoan.ApiError.Failed) as used:
        invitation = (office.data / "sample" / "lan.invitation").read_text()
        congdoan.enrol(str(tmp_path / "other"), invitation, "máy khác", None, True)
    assert (used.value.code, used.value.retry) == ("invitation_used", "never")
