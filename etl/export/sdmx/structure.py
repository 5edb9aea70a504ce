"""The structure as SDMX-ML 3.0: codelists, concepts, data structure and dataflow, in two languages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]

from etl.export.sdmx.scheme import (
    AGENCY,
    COMPONENTS,
    CONCEPTS,
    DATAFLOW,
    STRUCTURE_ID,
    VERSION,
    Codelist,
    Component,
    Role,
)

_SCHEMAS = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/"
_MES, _STR, _COM = (f"{{{_SCHEMAS}{part}}}" for part in ("message", "structure", "common"))
_NAMESPACES = {"mes": _MES[1:-1], "str": _STR[1:-1], "com": _COM[1:-1]}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_URN = "urn:sdmx:org.sdmx.infomodel."
_TITLE = ("Số liệu của báo cáo kinh tế – xã hội", "Figures of socio-economic reports")


def write_structure(path: Path, codelists: Iterable[Codelist], release: str, prepared: datetime) -> None:
    """Write the structure message; `prepared` (UTC) is the time that its header bears."""
    codelists = list(codelists)
    root = etree.Element(f"{_MES}Structure", nsmap=_NAMESPACES)
    header = etree.SubElement(root, f"{_MES}Header")
    etree.SubElement(header, f"{_MES}ID").text = f"CHITIEU-{release}"
    etree.SubElement(header, f"{_MES}Test").text = "false"
    etree.SubElement(header, f"{_MES}Prepared").text = prepared.isoformat(timespec="seconds") + "Z"
    etree.SubElement(header, f"{_MES}Sender", id=AGENCY)
    structures = etree.SubElement(root, f"{_MES}Structures")

    dataflow = _artefact(etree.SubElement(structures, f"{_STR}Dataflows"), "Dataflow", DATAFLOW, *_TITLE)
    etree.SubElement(
        dataflow, f"{_STR}Structure"
    ).text = f"{_URN}datastructure.DataStructure={AGENCY}:{STRUCTURE_ID}({VERSION})"
    lists = etree.SubElement(structures, f"{_STR}Codelists")
    for codelist in codelists:
        _codelist(lists, codelist)
    scheme = _artefact(
        etree.SubElement(structures, f"{_STR}ConceptSchemes"), "ConceptScheme", CONCEPTS, *_TITLE
    )
    for component in COMPONENTS:
        _names(etree.SubElement(scheme, f"{_STR}Concept", id=component.id), component.vi, component.en)
    agencies = {codelist.id: codelist for codelist in codelists}
    _data_structure(etree.SubElement(structures, f"{_STR}DataStructures"), agencies)
    etree.ElementTree(root).write(path, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _codelist(parent: etree._Element, codelist: Codelist) -> None:
    element = _artefact(
        parent,
        "Codelist",
        codelist.id,
        codelist.vi,
        codelist.en,
        agency=codelist.agency,
        version=codelist.version,
        isPartial="true" if codelist.is_partial else "false",
    )
    for code in codelist.codes:
        item = etree.SubElement(element, f"{_STR}Code", id=code.id)
        _names(item, code.vi, code.en)
        if code.parent is not None:
            etree.SubElement(item, f"{_STR}Parent").text = code.parent


def _data_structure(parent: etree._Element, codelists: dict[str, Codelist]) -> None:
    structure = _artefact(parent, "DataStructure", STRUCTURE_ID, *_TITLE)
    components = etree.SubElement(structure, f"{_STR}DataStructureComponents")
    dimensions = etree.SubElement(components, f"{_STR}DimensionList")
    attributes = etree.SubElement(components, f"{_STR}AttributeList")
    measures = etree.SubElement(components, f"{_STR}MeasureList")
    position = 0
    for component in COMPONENTS:
        usage = "mandatory" if component.is_required else "optional"
        if component.role is Role.dimension:
            position += 1
            element = etree.SubElement(
                dimensions, f"{_STR}Dimension", id=component.id, position=str(position)
            )
        elif component.role is Role.time:
            element = etree.SubElement(dimensions, f"{_STR}TimeDimension", id=component.id)
        elif component.role is Role.measure:
            element = etree.SubElement(measures, f"{_STR}Measure", id=component.id, usage=usage)
        else:
            element = etree.SubElement(attributes, f"{_STR}Attribute", id=component.id, usage=usage)
        etree.SubElement(
            element, f"{_STR}ConceptIdentity"
        ).text = f"{_URN}conceptscheme.Concept={AGENCY}:{CONCEPTS}({VERSION}).{component.id}"
        _representation(element, component, codelists)
        if component.role is Role.attribute:
            relation = etree.SubElement(element, f"{_STR}AttributeRelationship")
            etree.SubElement(relation, f"{_STR}Observation")


def _representation(parent: etree._Element, component: Component, codelists: dict[str, Codelist]) -> None:
    representation = etree.SubElement(parent, f"{_STR}LocalRepresentation")
    if component.codelist is None:
        etree.SubElement(representation, f"{_STR}TextFormat", textType=component.type)
        return
    codelist = codelists[component.codelist]
    etree.SubElement(
        representation, f"{_STR}Enumeration"
    ).text = f"{_URN}codelist.Codelist={codelist.agency}:{codelist.id}({codelist.version})"


def _artefact(
    parent: etree._Element,
    kind: str,
    id_: str,
    vi: str,
    en: str,
    *,
    agency: str = AGENCY,
    version: str = VERSION,
    **more: str,
) -> etree._Element:
    element = etree.SubElement(
        parent, f"{_STR}{kind}", id=id_, agencyID=agency, version=version, isExternalReference="false", **more
    )
    _names(element, vi, en)
    return element


def _names(element: etree._Element, vi: str, en: str) -> None:
    for language, name in (("vi", vi), ("en", en)):
        if name:
            etree.SubElement(element, f"{_COM}Name", {_LANG: language}).text = name
