"""What staff call the labels and tags: a plural noun in English and Spanish. Tests keep both lists complete."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Said

if TYPE_CHECKING:
    from collections.abc import Mapping

LABELS: Final[Mapping[str, Said]] = {
    "STUDENT_NAME": Said("student names", "nombres de estudiantes"),
    "FAMILY_NAME": Said("names of family members", "nombres de familiares"),
    "PATIENT_NAME": Said("patient names", "nombres de pacientes"),
    "STAFF_NAME_SENSITIVE": Said("staff names", "nombres de personal"),
    "PERSON_OTHER": Said("names of people", "nombres de personas"),
    "STUDENT_ID": Said("student numbers", "números de estudiante"),
    "SSN": Said("Social Security numbers", "números de Seguro Social"),
    "SSN_LAST4": Said("last four digits of Social Security numbers", "últimas cuatro cifras del Seguro Social"),
    "DOB": Said("dates of birth", "fechas de nacimiento"),
    "DATE_PERSONAL": Said("dates in a person's record", "fechas del registro de una persona"),
    "AGE_OVER_89": Said("ages over 89", "edades de más de 89"),
    "ADDRESS": Said("home addresses", "direcciones de casa"),
    "GEO": Said("ZIP codes or map points of a person", "códigos postales o puntos en el mapa de una persona"),
    "PHONE": Said("phone numbers", "números de teléfono"),
    "EMAIL": Said("e-mail addresses", "correos electrónicos"),
    "URL_PERSONAL": Said("personal web pages", "páginas web personales"),
    "USERNAME": Said("user names", "nombres de usuario"),
    "MRN": Said("medical record numbers", "números de historia clínica"),
    "PLAN_ID": Said("health plan numbers", "números de seguro médico"),
    "MEDICAID_ID": Said("Medicaid numbers", "números de Medicaid"),
    "LICENCE": Said("driver licence numbers", "números de licencia de conducir"),
    "PASSPORT": Said("passport numbers", "números de pasaporte"),
    "IMMIGRATION_ID": Said("immigration numbers", "números de inmigración"),
    "BANK_ACCOUNT": Said("bank account numbers", "números de cuenta bancaria"),
    "CARD": Said("payment card numbers", "números de tarjeta"),
    "VIN": Said("vehicle numbers", "números de vehículo"),
    "PLATE": Said("licence plates", "placas de vehículo"),
    "IP": Said("internet addresses", "direcciones de internet"),
    "DEVICE_ID": Said("device numbers", "números de dispositivo"),
    "CREDENTIAL": Said("passwords or keys", "contraseñas o claves"),
    "OTHER_ID": Said("case or programme numbers", "números de caso o de programa"),
}
"""Base label -> what it is."""

TAGS: Final[Mapping[str, Said]] = {
    "IDEA": Said("special-education details", "datos de educación especial"),
    "S504": Said("504 plan details", "datos de un plan 504"),
    "EDREC": Said("grades, scores or attendance", "notas, puntajes o asistencia"),
    "EL": Said("English-learner details", "datos de aprendizaje de inglés"),
    "MTSS": Said("support-level details", "datos de apoyo escolar"),
    "DISC": Said("discipline details", "datos de disciplina"),
    "EARLY": Said("early-learning details", "datos de aprendizaje temprano"),
    "HLTH": Said("health details", "datos de salud"),
    "FRL": Said("meal benefits", "beneficios de comidas"),
    "MCV": Said("housing details", "datos de vivienda"),
    "CPS": Said("child-welfare details", "datos de protección de menores"),
    "MH": Said("mental-health details", "datos de salud mental"),
    "SEXH": Said("sexual health or identity", "salud o identidad sexual"),
    "IMM": Said("immigration details", "datos de inmigración"),
    "P2": Said("substance-use treatment", "tratamiento por consumo de sustancias"),
    "EMP": Said("personnel details", "datos de personal"),
    "PRIV": Said("legal advice", "consejo legal"),
    "SECPLAN": Said("security plans", "planes de seguridad"),
    "PPRA": Said("survey questions that need consent", "preguntas de encuesta que necesitan permiso"),
    "SMALLCELL": Said("counts under ten", "conteos de menos de diez"),
    "OVERSIGHT": Said("a decision about a person", "una decisión sobre una persona"),
    "SURVEIL": Said("tracking or profiling of people", "vigilancia o perfiles de personas"),
    "DECEPTION": Said("writing under another name", "escribir en nombre de otra persona"),
    "IPCOPY": Said("copying of protected work", "copia de una obra protegida"),
    "FAILCLOSED": Said("content that cannot be read", "contenido que no se puede leer"),
}
"""Tags that tell staff something beside the labels. Others are flags for records (``WA_BREACH``, ``PII``)."""
