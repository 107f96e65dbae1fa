"""What we ship for running the site elsewhere: valid for Kubernetes, locked up, and about this very site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from whole_site import fetch

from evidence_site import PROJECT
from evidence_site.ui.web.settings import VARIABLES

DEPLOY = PROJECT / "deploy"
MANIFESTS = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
#: The oldest and the newest release that the manifests are for; the newest that the schemas know besides.
RELEASES = ("1.29", "1.33", kubernetes_validate.latest_version())
KINDS = {
    "ConfigMap",
    "Deployment",
    "Service",
    "Ingress",
    "HorizontalPodAutoscaler",
    "PodDisruptionBudget",
    "NetworkPolicy",
}


def manifests() -> dict[str, dict[str, Any]]:
    """Every manifest by its kind."""
    read = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in MANIFESTS]
    return {manifest["kind"]: manifest for manifest in read}


def pod() -> dict[str, Any]:
    """What the deployment starts."""
    template: dict[str, Any] = manifests()["Deployment"]["spec"]["template"]
    return template


@pytest.mark.parametrize("release", dict.fromkeys(RELEASES))
@pytest.mark.parametrize("file", MANIFESTS, ids=lambda file: file.stem)
def test_a_manifest_is_what_kubernetes_takes(file: Path, release: str) -> None:
    kubernetes_validate.validate(yaml.safe_load(file.read_text(encoding="utf-8")), release, strict=True)


def test_a_mistyped_field_would_be_found() -> None:
    wrong = manifests()["Deployment"]
    wrong["spec"]["template"]["spec"]["containers"][0]["readinesProbe"] = {}
    with pytest.raises(kubernetes_validate.ValidationError, match="readinesProbe"):
        kubernetes_validate.validate(wrong, RELEASES[0], strict=True)


def test_every_kind_is_there_and_speaks_of_the_same_pods() -> None:
    found = manifests()
    assert set(found) == KINDS
    labels = pod()["metadata"]["labels"]
    assert found["Deployment"]["spec"]["selector"]["matchLabels"] == labels
    assert found["Service"]["spec"]["selector"] == labels
    assert found["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"] == labels
    assert found["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"] == labels
    assert (
        found["HorizontalPodAutoscaler"]["spec"]["scaleTargetRef"]["name"]
        == found["Deployment"]["metadata"]["name"]
    )
    (container,) = pod()["spec"]["containers"]
    ports = {port["name"] for port in container["ports"]}
    assert found["Service"]["spec"]["ports"][0]["targetPort"] in ports
    assert "sessionAffinity" not in found["Service"]["spec"]
    budget, scaled = found["PodDisruptionBudget"]["spec"], found["HorizontalPodAutoscaler"]["spec"]
    assert budget["minAvailable"] < scaled["minReplicas"]


def test_a_pod_may_do_nothing_but_serve() -> None:
    spec = pod()["spec"]
    (container,) = spec["containers"]
    assert spec["securityContext"]["runAsNonRoot"] is True
    assert spec["automountServiceAccountToken"] is False
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]},
    }  # fmt: skip
    assert manifests()["NetworkPolicy"]["spec"]["egress"] == []


@pytest.mark.parametrize("probe", ["startupProbe", "readinessProbe"])
def test_a_probe_asks_what_the_site_answers(probe: str) -> None:
    assert fetch(pod()["spec"]["containers"][0][probe]["httpGet"]["path"]).status == 200


def test_probes_and_ingress_name_the_path_below_which_the_site_is_served() -> None:
    base = manifests()["ConfigMap"]["data"]["STREAMLIT_SERVER_BASE_URL_PATH"]
    (container,) = pod()["spec"]["containers"]
    asked = {container[f"{kind}Probe"]["httpGet"]["path"] for kind in ("startup", "readiness", "liveness")}
    assert asked == {f"{base}/api/health", f"{base}/_stcore/health"}
    (rule,) = manifests()["Ingress"]["spec"]["rules"]
    assert [path["path"] for path in rule["http"]["paths"]] == [base or "/"]


def test_settings_that_are_handed_over_are_settings_of_the_site() -> None:
    known = {*VARIABLES, "STREAMLIT_SERVER_BASE_URL_PATH"}
    assert set(manifests()["ConfigMap"]["data"]) <= known
    assert set(compose()["site-1"].get("environment", {})) <= known


@pytest.mark.parametrize("service", ["site-1", "site-2"])
@pytest.mark.parametrize("name", [*VARIABLES, "STREAMLIT_SERVER_BASE_URL_PATH"])
def test_each_setting_of_the_file_beside_compose_reaches_the_container(service: str, name: str) -> None:
    said = compose()[service]
    assert said["env_file"] == [{"path": ".env", "required": False}]
    assert name not in said.get("environment", {}), "this would win over the file"


def test_a_replica_that_is_made_anew_is_where_nginx_looks_for_it() -> None:
    text = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", (DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    whole = yaml.safe_load(text)
    (network,) = whole["networks"]["inside"]["ipam"]["config"]
    given = [
        ip_address(service["networks"]["inside"]["ipv4_address"])
        for name, service in whole["services"].items()
        if name.startswith("site-")
    ]
    assert len(set(given)) == 2
    assert all(address in ip_network(network["subnet"]) for address in given)
    assert not any(address in ip_network(network["ip_range"]) for address in given), (
        "nginx could be there first"
    )


def compose() -> dict[str, Any]:
    """The services of the compose file."""
    services: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))[
        "services"
    ]
    return services


def test_compose_starts_what_nginx_looks_for_and_locks_it_up() -> None:
    looked_for = re.findall(
        r"^\s+server (\S+):8501", (DEPLOY / "nginx" / "site.conf").read_text(), re.MULTILINE
    )
    services = compose()
    assert {*looked_for, "nginx"} == set(services)
    for service in services.values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
    for mounted in services["nginx"]["volumes"]:
        assert (DEPLOY / mounted.partition(":")[0]).is_file()
    build = services["site-1"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).is_file()


def instructions() -> Iterator[tuple[str, str]]:
    """Instructions of the Dockerfile and what they say."""
    text = re.sub(r"^#.*\n", "", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    for line in text.replace("\\\n", " ").splitlines():
        if line.strip():
            yield line.partition(" ")[0], line.partition(" ")[2]


def test_the_container_is_built_from_hashes_and_runs_as_nobody() -> None:
    found = list(instructions())
    assert any("--require-hashes" in said for name, said in found if name == "RUN")
    assert dict(found)["USER"].split(":")[0] == str(pod()["spec"]["securityContext"]["runAsUser"])
    assert "/api/health" in dict(found)["HEALTHCHECK"].replace("'api/health'", "/api/health")
    order = [name for name, _ in found]
    assert order.index("USER") > max(index for index, name in enumerate(order) if name == "RUN")


def test_the_container_gets_every_file_that_the_site_needs(repository: Path) -> None:
    copied = [
        said.split()[:-1] for name, said in instructions() if name == "COPY" and not said.startswith("--from")
    ]
    sent = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    for path in (path for paths in copied for path in paths):
        assert (repository / path).exists(), path
        assert f"!{path}" in sent, path
    assert {"app.py", ".streamlit", "src", "pages", "locale", "data"} <= {
        path for paths in copied for path in paths
    }


@pytest.mark.parametrize(
    "file", ["Dockerfile", "systemd/evidence-site.service", "kubernetes/deployment.yaml"]
)
def test_what_is_started_is_there(file: str) -> None:
    text = (DEPLOY / file).read_text(encoding="utf-8").replace('", "', " ")
    (module,) = set(re.findall(r"-m (evidence_site\.ui\.web\.workers)\b", text))
    assert find_spec(module)


def nginx_has(directive: str) -> int:
    """Return the number that nginx is told after some words."""
    found = re.findall(
        rf"^\s*{directive}(\d+)\b", (DEPLOY / "nginx" / "site.conf").read_text(encoding="utf-8"), re.MULTILINE
    )
    (number,) = found
    return int(number)


def test_no_address_takes_all_places_and_a_class_behind_one_has_enough(repository: Path) -> None:
    unit = (DEPLOY / "systemd" / "evidence-site.service").read_text(encoding="utf-8")
    (processes,) = re.findall(r"--workers (\d+)", unit)
    places = int(VARIABLES["MOST_SESSIONS"].default) * int(processes)
    pupils, pages, connections = 30, nginx_has("limit_conn pages "), nginx_has("limit_conn readers ")
    assert pages <= places / 2
    assert pages >= 2 * pupils, "while a link is followed the page before is open as well"
    assert connections >= (6 + 1) * pupils, "browsers load a page over six connections"
    assert nginx_has("limit_req zone=files burst=") >= pupils, "all may take the same handout at once"
    told = (repository / "docs" / "deploying.md").read_text(encoding="utf-8")
    (carried,) = re.findall(r"/worker_connections (\d+);/'", told)
    assert int(carried) >= 2 * 2 * places, (
        "a page takes two, and connections that come back are taken up to twice"
    )
