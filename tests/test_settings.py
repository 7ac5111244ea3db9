import os
import pickle
from pathlib import Path

import pytest

from pipeline.settings import PREFIX, Settings, SettingsError, usable_cores


def load(**environ: str) -> Settings:
    return Settings.load(None, {PREFIX + name.upper(): value for name, value in environ.items()})


def refusal(**environ: str) -> str:
    with pytest.raises(SettingsError) as refused:
        load(**environ)
    return str(refused.value)


def test_everything_has_a_default_and_a_description() -> None:
    assert Settings.load(None, {}) == Settings()
    assert all(field.description for field in Settings.model_fields.values())


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    config = tmp_path / "dateline.toml"
    config.write_text('input_topic = "from.file"\nworkers = 3\nlayers = ["dates"]\n')
    settings = Settings.load(config, {"DATELINE_INPUT_TOPIC": "from.environment", "PATH": "/bin"})
    assert (settings.input_topic, settings.workers, settings.layers) == ("from.environment", 3, ("dates",))


def test_the_file_can_be_named_by_the_environment(tmp_path: Path) -> None:
    config = tmp_path / "dateline.toml"
    config.write_text("batch_linger = 0")
    assert Settings.load(None, {"DATELINE_CONFIG": str(config)}).batch_linger == 0


def test_an_unknown_name_is_refused_with_the_nearest_one(tmp_path: Path) -> None:
    assert refusal(worker="2") == "DATELINE_WORKER is no setting; did you mean DATELINE_WORKERS?"
    config = tmp_path / "dateline.toml"
    config.write_text("imput_topic = 'a'")
    with pytest.raises(SettingsError, match="imput_topic is no setting; did you mean input_topic"):
        Settings.load(config, {})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATELINE_SERVICE_HOST", "10.0.0.1"),
        ("DATELINE_PORT", "tcp://10.0.0.1:8080"),
        ("DATELINE_METRICS_PORT_8080_TCP_ADDR", "10.0.0.1"),
    ],
)
def test_what_kubernetes_adds_for_a_service_of_that_name_is_no_setting(name: str, value: str) -> None:
    assert Settings.load(None, {name: value}) == Settings()


def test_every_wrong_value_is_named_on_a_line_of_its_own() -> None:
    lines = refusal(workers="0", delivery="maybe", assumed_zone="Mars/Olympus").splitlines()
    assert [line.split(" ")[0] for line in lines] == ["workers", "delivery", "assumed_zone"]
    assert "DATELINE_WORKERS" in lines[0]


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "soon"])
def test_durations_are_positive_and_finite(seconds: str) -> None:
    assert "article_timeout" in refusal(article_timeout=seconds)


def test_an_empty_value_counts_as_absent_but_for_the_layers() -> None:
    assert load(sasl_username="", workers="").sasl_username is None
    assert load(layers="").layers == ()


def test_layers_are_a_list_of_known_names() -> None:
    assert load(layers="entities, dates").layers == ("entities", "dates")
    assert "events" in refusal(layers="evnts")


def test_topics_must_differ() -> None:
    assert "three different topics" in refusal(output_topic="articles.raw")


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, "sasl_mechanism"),
        ({"sasl_mechanism": "PLAIN", "sasl_username": "u"}, "password"),
        ({"sasl_mechanism": "scram-sha-512", "sasl_password": "p"}, "sasl_username"),
        ({"sasl_mechanism": "OAUTHBEARER"}, "sasl_oauth_token_file"),
    ],
)
def test_sasl_asks_for_what_its_mechanism_needs(given: dict[str, str], wanted: str) -> None:
    assert wanted in refusal(security_protocol="sasl_ssl", **given)


def test_a_client_certificate_needs_its_key() -> None:
    assert "ssl_key_file" in refusal(ssl_cert_file="client.pem")


def test_the_session_must_end_before_the_poll_interval() -> None:
    assert "session_timeout" in refusal(session_timeout="90")


def test_a_secret_comes_from_its_file_without_the_line_end(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("s3cret \n")
    assert load(sasl_password_file=str(file)).password == "s3cret "
    with pytest.raises(SettingsError, match="cannot read the secret"):
        _ = load(sasl_password_file=str(tmp_path / "none")).password


def test_secrets_are_never_in_the_text_of_settings_or_errors() -> None:
    settings = load(sasl_password="s3cret", ssl_key_password="s3cret")
    assert settings.password == settings.key_password == "s3cret"
    assert "s3cret" not in f"{settings} {settings!r} {settings.model_dump_json()}"
    assert "s3cret" not in refusal(sasl_password="s3cret", workers="0", security_protocol="SASL_SSL")


def test_settings_reach_another_process_unchanged() -> None:
    settings = load(sasl_password="s3cret", gazetteer="/places")
    copy = pickle.loads(pickle.dumps(settings))
    assert copy == settings
    assert copy.password == "s3cret"


def test_a_file_that_is_no_toml_is_refused_by_name(tmp_path: Path) -> None:
    config = tmp_path / "dateline.toml"
    config.write_bytes(b"workers = \xff")
    with pytest.raises(SettingsError, match=r"dateline\.toml: no valid TOML"):
        Settings.load(config, {})
    with pytest.raises(SettingsError, match="No such file"):
        Settings.load(tmp_path / "none.toml", {})


def test_workers_default_to_cores_that_exist() -> None:
    assert 1 <= usable_cores() <= (os.cpu_count() or 1)
