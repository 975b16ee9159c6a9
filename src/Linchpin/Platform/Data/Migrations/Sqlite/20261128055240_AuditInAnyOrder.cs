using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Linchpin.Platform.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AuditInAnyOrder : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_AuditEntries_Account_At_Sequence",
                table: "AuditEntries");

            migrationBuilder.DropIndex(
                name: "IX_AuditEntries_From_At_Sequence",
                table: "AuditEntries");

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_Account_At_Sequence",
                table: "AuditEntries",
                columns: new[] { "Account", "At", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_From_At_Sequence",
                table: "AuditEntries",
                columns: new[] { "From", "At", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_Outcome_About_At_Sequence",
                table: "AuditEntries",
                columns: new[] { "Outcome", "About", "At", "Sequence" },
                filter: "\"Outcome\" <> 'Allowed'");

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_Outcome_Account_At_Sequence",
                table: "AuditEntries",
                columns: new[] { "Outcome", "Account", "At", "Sequence" },
                filter: "\"Outcome\" <> 'Allowed'");

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_Outcome_Action_At_Sequence",
                table: "AuditEntries",
                columns: new[] { "Outcome", "Action", "At", "Sequence" },
                filter: "\"Outcome\" <> 'Allowed'");

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_Outcome_From_At_Sequence",
                table: "AuditEntries",
                columns: new[] { "Outcome", "From", "At", "Sequence" },
                filter: "\"Outcome\" <> 'Allowed'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_AuditEntries_Account_At_Sequence",
                table: "AuditEntries");

            migrationBuilder.DropIndex(
                name: "IX_AuditEntries_From_At_Sequence",
                table: "AuditEntries");

            migrationBuilder.DropIndex(
                name: "IX_AuditEntries_Outcome_About_At_Sequence",
                table: "AuditEntries");

            migrationBuilder.DropIndex(
                name: "IX_AuditEntries_Outcome_Account_At_Sequence",
                table: "AuditEntries");

            migrationBuilder.DropIndex(
                name: "IX_AuditEntries_Outcome_Action_At_Sequence",
                table: "AuditEntries");

            migrationBuilder.DropIndex(
                name: "IX_AuditEntries_Outcome_From_At_Sequence",
                table: "AuditEntries");

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_Account_At_Sequence",
                table: "AuditEntries",
                columns: new[] { "Account", "At", "Sequence" },
                filter: "\"Account\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_From_At_Sequence",
                table: "AuditEntries",
                columns: new[] { "From", "At", "Sequence" },
                filter: "\"From\" IS NOT NULL");
        }
    }
}
